package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.testkit.seed.Breadth;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A large tailnet is shown, planned and given its kit within the heap of the tests (1 GB), also
/// with its policy's tests run and its reachability compared.
class LargeHostedTailnetTest {
  /// Generous for a loaded machine.
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void isInspectedPlannedAndGivenAKit() throws Exception {
    int devices = Breadth.of(5_000, 50_000);
    write(Files.createDirectories(folder.resolve("export")), devices);
    CommandRun command = new CommandRun(folder);
    long start = System.nanoTime();
    assertThat(command.run("inspect", "--from", "tailscale-export:export"))
        .as(command.err())
        .isZero();
    assertThat(command.out()).contains(Integer.toString(devices));
    for (String to : new String[] {"bundle:out.wl", "headscale+sqlite:db.sqlite"}) {
      assertThat(command.run("plan", "--from", "tailscale-export:export", "--to", to, "--plain"))
          .as(command.err())
          .isEqualTo(ExitCode.DIFFERENT);
      assertThat(command.out())
          .contains("REACHABILITY_SAME", "What the " + devices + " devices reach")
          .hasSizeLessThan(1_000_000);
    }
    assertThat(
            command.run(
                "cutover",
                "kit",
                "--from",
                "tailscale-export:export",
                "--to-url",
                "https://new.example.com",
                "--group-by",
                "owner",
                "--out",
                "kit"))
        .as(command.err())
        .isZero();
    int planned = 0;
    for (JsonNode wave : JSON.readTree(folder.resolve("kit/plan.json").toFile()).path("waves")) {
      planned += wave.path("devices").size();
    }
    assertThat(planned).isEqualTo(devices);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
  }

  private static void write(Path export, int devices) throws Exception {
    Files.writeString(
        export.resolve("acl.hujson"),
        """
        {
          "groups": {"group:ops": ["u1@example.com", "u2@example.com"]},
          "tagOwners": {"tag:server": ["group:ops"]},
          "acls": [
            {"action": "accept", "src": ["autogroup:member"], "dst": ["tag:server:443"]},
            {"action": "accept", "src": ["group:ops"], "dst": ["*:22"]},
          ],
          "tests": [{"src": "u3@example.com", "accept": ["tag:server:443"], "deny": ["tag:server:22"]}],
        }
        """);
    Files.writeString(
        export.resolve("lock-status.json"), "{\"Enabled\": false, \"NodeKeySigned\": false}");
    try (BufferedWriter out = Files.newBufferedWriter(export.resolve("devices.json"))) {
      out.write("{\"devices\":[");
      for (int i = 0; i < devices; i++) {
        out.write(i == 0 ? "" : ",");
        String tags = i % 10 == 0 ? "\"tags\":[\"tag:server\"]," : "";
        out.write(
            """
            {"id":"%1$d","nodeId":"n%1$dCNTRL","user":"u%2$d@example.com","name":"h%1$d.t.ts.net",
             "hostname":"h%1$d","addresses":["100.%3$d.%4$d.%5$d"],"machineKey":"mkey:%1$064x",
             "nodeKey":"nodekey:%1$064x","clientVersion":"1.92.3","expires":"2027-01-01T00:00:00Z",
             "authorized":true,%6$s"os":"linux"}
            """
                .formatted(i + 1, i % 100, 64 + i / 65536, i / 256 % 256, i % 256, tags));
      }
      out.write("]}");
    }
  }
}
