package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.testkit.hosted.HostedSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/// Devices and users whose names are markup, formulas, commands and control characters, from the
/// export to everything that is printed and written of them.
class HostileOutputsTest {
  private static final String[] NAMES = {
    "$(touch owned)",
    "`touch owned`; '\"",
    "=HYPERLINK(\"http://x\"),\n@SUM(1)",
    "../../../etc/passwd",
    "<script>alert(1)</script>",
    "\u001b[2J\u0007\u0000\u202egnp.exe",
    "{{ lookup('pipe', 'touch owned') }}",
    "a: b\n  - !!python/object:os.system",
    "]]></string><key>LoginURL</key>"
  };

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void rename() throws Exception {
    Path devices = HostedSample.copyTo(folder.resolve("export")).resolve("devices.json");
    JsonNode body = JSON.readTree(devices.toFile());
    int number = 0;
    for (JsonNode device : body.path("devices")) {
      if (!device.path("isExternal").asBoolean()) {
        ((ObjectNode) device).put("hostname", NAMES[number++ % NAMES.length]);
      }
    }
    Files.writeString(devices, body.toString());
    command = new CommandRun(folder);
  }

  private List<String> hostnames(Object inventory) {
    List<String> names = new ArrayList<>();
    JSON.valueToTree(inventory)
        .at("/inventory/nodes")
        .forEach(node -> names.add(node.path("hostname").asText()));
    return names;
  }

  @Test
  void theTableHoldsNothingThatATerminalObeys() {
    for (String[] line :
        new String[][] {
          {"inspect", "--from", "tailscale-export:export"},
          {"plan", "--from", "tailscale-export:export", "--to", "bundle:out.wl", "--plain"}
        }) {
      command.run(line);
      assertThat(command.out() + command.err())
          .isNotEmpty()
          .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]")
          .doesNotContain("\u202e");
    }
  }

  @Test
  void yamlAndJsonSayEachNameAsItIs() throws Exception {
    command.run("inspect", "--from", "tailscale-export:export", "-o", "json");
    List<String> told = hostnames(JSON.readTree(command.out()));
    assertThat(told).contains(NAMES);
    command.run("inspect", "--from", "tailscale-export:export", "-o", "yaml");
    Object yaml = new Yaml(new SafeConstructor(new LoaderOptions())).load(command.out());
    assertThat(hostnames(yaml)).isEqualTo(told);
  }

  @Test
  void theKitsTableHasNineFieldsALineOfWhichNoneIsAFormula() throws Exception {
    assertThat(
            command.run(
                "cutover",
                "kit",
                "--from",
                "tailscale-export:export",
                "--to-url",
                "https://new.example.com",
                "--out",
                "kit"))
        .as(command.err())
        .isZero();
    List<List<String>> rows = records(Files.readString(folder.resolve("kit/devices.csv")));
    assertThat(rows).hasSizeGreaterThan(10);
    assertThat(rows).allSatisfy(row -> assertThat(row).hasSize(9));
    assertThat(rows)
        .allSatisfy(row -> assertThat(row).noneMatch(field -> field.matches("(?s)[=+\\-@|%].*")));
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("owned") && !name.matches("[A-Za-z0-9._-]+"))
          .doesNotContain("owned", "passwd");
    }
    Map<String, Object> inventory =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(Files.readString(folder.resolve("kit/ansible/inventory.yml")));
    assertThat(inventory).containsKey("all");
  }

  /// Reads a table by RFC 4180.
  private static List<List<String>> records(String csv) {
    List<List<String>> records = new ArrayList<>();
    List<String> record = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted && c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
        field.append(c);
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == '\n')) {
        record.add(field.toString().strip());
        field.setLength(0);
        if (c == '\n') {
          records.add(List.copyOf(record));
          record.clear();
        }
      } else {
        field.append(c);
      }
    }
    return records;
  }
}
