package dev.wayleave.interop.kit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.tailnet.cutover.kit.ControlUrl;
import dev.wayleave.tailnet.cutover.kit.Grouping;
import dev.wayleave.tailnet.cutover.kit.Kit;
import dev.wayleave.tailnet.cutover.kit.KitFile;
import dev.wayleave.tailnet.cutover.kit.KitRequest;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.testkit.seed.Breadth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Helm, the operator's own chart and the kit's values make manifests with the server's URL.
@Tag("interop")
@EnabledIfSystemProperty(
    named = Breadth.PROPERTY,
    matches = "true",
    disabledReason = "Helm takes a minute to build: -Pexhaustive runs it")
class OperatorChartInteropTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String NEW = "https://vpn.example.com:8443/a";

  @TempDir private Path room;

  @ParameterizedTest
  @CsvSource({
    "https://old.example.com, move, https://vpn.example.com:8443/a",
    "https://old.example.com, rollback, https://old.example.com",
    // The hosted plane is what the operator asks where no server is named.
    "https://controlplane.tailscale.com, rollback, ''",
  })
  void theManifestsNameTheServer(String from, String direction, String server) throws Exception {
    Path values = room.resolve("values.yaml");
    Files.writeString(values, file(from, "kubernetes/" + direction + "-values.yaml"));
    Path chart = GoTool.TAILSCALED.moduleFolder("tailscale.com");
    Answer made =
        Answer.of(
            List.of(
                GoTool.HELM.binary().toString(),
                chart.resolve("cmd/k8s-operator/deploy/chart").toString(),
                values.toString()),
            Map.of(),
            room,
            LIMIT);
    assertThat(made.status()).as(made.err()).isZero();
    List<String> lines = made.out().lines().map(String::strip).toList();
    int name = lines.indexOf("- name: OPERATOR_LOGIN_SERVER");
    assertThat(name).as("of a line of\n" + made.out()).isPositive();
    assertThat(lines.get(name + 1)).isEqualTo(("value: " + server).strip());
  }

  private static String file(String from, String path) throws Exception {
    KitRequest request =
        new KitRequest(
            new ControlUrl(from),
            new ControlUrl(NEW),
            Grouping.OS,
            List.of(),
            Instant.parse("2026-11-22T10:00:00Z"));
    Inventory empty = Inventory.builder(new SourceInfo("test", "1", "a test")).build();
    return Kit.of(empty, request).files().stream()
        .filter(file -> file.path().equals(path))
        .map(KitFile::content)
        .findFirst()
        .orElseThrow();
  }
}
