package dev.wayleave.importers.tailscale.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Names of any text: nothing is lost, nothing leads out of the folder, and every reading is the
/// same.
class HostileNamesTest {
  private static final List<String> PIECES =
      List.of(
          "a",
          "Z",
          "-",
          ".",
          "/",
          "../",
          "\\",
          "\"",
          "'",
          "$(id)",
          "`id`",
          "<b>",
          "=1+1",
          "@",
          "|",
          "\n",
          "\u001b[31m",
          "\u0000",
          "\u202e",
          "ß",
          "\ud83d\ude00",
          "%s",
          "tag:",
          " ",
          ";",
          "#");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void everyDeviceIsCarriedWhateverItIsCalled() throws Exception {
    RandomGenerator random = Seed.printedFor("HostileNamesTest").generator();
    int devices = Breadth.of(200, 5000);
    ObjectNode body = JSON.createObjectNode();
    var list = body.putArray("devices");
    for (int i = 0; i < devices; i++) {
      ObjectNode device = list.addObject();
      device.put("id", Integer.toString(1000 + i));
      device.put("nodeId", "n" + i + (i % 7 == 0 ? "/../../" + text(random) : "CNTRL"));
      device.put("name", text(random) + ".tail.ts.net");
      device.put("hostname", text(random));
      device.put("user", text(random));
      device.put("os", text(random));
      device.put("clientVersion", text(random));
      device.put("expires", text(random));
      device.putArray("tags").add(text(random));
      device.putArray("advertisedRoutes").add(text(random));
      device.putObject("clientConnectivity").putArray("endpoints").add(text(random));
      device.putArray("addresses").add("100.64." + i / 250 + "." + (1 + i % 250));
      device.put("machineKey", "mkey:%064x".formatted(i + 1));
      device.put("nodeKey", "nodekey:%064x".formatted(i + 1));
    }
    HostedExportCase export =
        HostedExportCase.empty(folder).write("devices.json", JSON.writeValueAsString(body));
    Reading first = export.read();
    assertThat(first.inventory().nodes()).hasSize(devices);
    assertThat(first.inventory().nodes())
        .allSatisfy(node ->
            assertThat(node.hostname())
                .isEqualTo(
                    body.path("devices")
                        .get((int) node.id().value() - 1000)
                        .path("hostname")
                        .textValue()));
    assertThat(Digests.fingerprint(export.read().inventory()))
        .isEqualTo(Digests.fingerprint(first.inventory()));
    assertThat(first.findings()).extracting(Finding::code).contains("GIVEN_NAME_INVALID");
  }

  private static String text(RandomGenerator random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString();
  }
}
