package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.cli.trial.Sample;
import dev.wayleave.testkit.conformance.RecordedCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs of `wayleave policy` on the sample and on policies that are broken.
class PolicyCommandTest {
  private static final String BROKEN =
      """
      {
        "acls": [
          {"action": "accept", "src": ["group:none"], "dst": ["tag:x:22"]},
          {"action": "deny", "src": ["*"], "dst": ["*:*"]},
        ],
      }
      """;

  @TempDir Path folder;
  private CommandRun command;
  private Sample sample;
  private String from;

  @BeforeEach
  void unpackSample() throws Exception {
    command = new CommandRun(folder);
    sample = Sample.unpack();
    from = "headscale:" + sample.config();
  }

  @AfterEach
  void removeSample() {
    sample.close();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private String policyOfSample() throws IOException {
    return Files.readString(sample.config().resolveSibling("policy.hujson"));
  }

  @Test
  void checkNamesEveryFaultWithItsPlaceAndNeedsNoTailnet() throws IOException {
    write("broken.hujson", BROKEN);
    assertThat(command.run("policy", "check", "broken.hujson")).isEqualTo(1);
    assertThat(command.err().lines())
        .hasSizeGreaterThanOrEqualTo(3)
        .allMatch(line -> line.matches("broken\\.hujson:[0-9]+:[0-9]+: .+"))
        .anyMatch(line -> line.startsWith("broken.hujson:3:34: ") && line.contains("group:none"))
        .anyMatch(line -> line.startsWith("broken.hujson:4:16: ") && line.contains("deny"));
  }

  @Test
  void checkSaysWhichChecksWereSkippedWithoutATailnet() throws IOException {
    write("sound.hujson", policyOfSample());
    assertThat(command.run("policy", "check", "sound.hujson")).isZero();
    assertThat(command.out())
        .startsWith("sound.hujson: no fault.\n")
        .contains("Not checked, because no tailnet is named");
    assertThat(command.run("policy", "check", "sound.hujson", "--from", from)).isZero();
    assertThat(command.out()).isEqualTo("sound.hujson: no fault.\n");
  }

  @Test
  void checkTakesThePolicyInUseWhereNoFileIsNamed() {
    assertThat(command.run("policy", "check", "--from", from, "-o", "json")).isZero();
    assertThat(RecordedCases.parse(command.out()).path("accepted").asBoolean()).isTrue();
    assertThat(command.run("policy", "check")).isEqualTo(1);
    assertThat(command.err()).startsWith("wayleave: name a file");
  }

  @Test
  void testPrintsWhatWasWantedAndWhatCame() throws IOException {
    String tests =
        """
        "tests": [
          {"src": "bob@example.com", "accept": ["tag:db:5432"], "deny": ["tag:db:22"]},
          {"src": "bob@example.com", "accept": ["tag:db:22"]},
        ],
        """;
    write("tested.hujson", policyOfSample().replaceFirst("\\{\n", "{\n" + tests));
    assertThat(command.run("policy", "test", "tested.hujson", "--from", from)).isEqualTo(2);
    assertThat(command.out())
        .contains("tests[1] from bob@example.com: ")
        .contains("want: Accept, got: Drop")
        .endsWith("1 of 2 tests fail.\n");
    assertThat(command.run("policy", "check", "tested.hujson", "--from", from)).isEqualTo(1);
    assertThat(command.err()).contains("tests[1] fails: ");
    assertThat(command.run("policy", "test", "--from", from)).isZero();
  }

  @Test
  void explainNamesFileLineAndRouter() {
    assertThat(command.run("policy", "explain", "bob", "corp-dns:53", "--from", from)).isZero();
    assertThat(command.out())
        .startsWith("bob reaches corp-dns on port 53.\n")
        .contains("by way of router-a: port 53\n")
        .containsPattern("acls\\[2]  .*:19:3\n");
    assertThat(command.run("policy", "explain", "bob", "tag:web:22", "--from", from)).isZero();
    assertThat(command.out())
        .startsWith("bob does not reach tag:web on port 22.\n")
        .contains("acls[0] (line 17) has both ends, but opens ports 80, 443.");
    assertThat(command.run("policy", "explain", "who", "tag:web", "--from", from)).isEqualTo(1);
    assertThat(command.err()).contains("\"who\" is nothing on this tailnet");
  }

  @Test
  void previewShowsRulesInBothDirections() {
    assertThat(command.run("policy", "preview", "--as", "alice", "--from", from)).isZero();
    assertThat(command.out())
        .contains("Reaches\n", "Is reached by\n")
        .containsPattern("the internet by exit-nyc +every port +alice +acls\\[2], line 19");
    command.run("policy", "preview", "--as", "web-1", "--from", from, "-o", "json");
    JsonNode preview = RecordedCases.parse(command.out());
    assertThat(preview.at("/reachedBy/0/rule/rule").asText()).isEqualTo("acls[0]");
    assertThat(preview.at("/reachedBy/0/reach").asText()).isEqualTo("ports 80, 443");
  }

  @Test
  void diffIsZeroForTheSameMeaningAndTwoForAnother() throws IOException {
    write("same.hujson", policyOfSample().replace("tag:web:80,443", "tag:web:443,80"));
    assertThat(command.run("policy", "diff", "same.hujson", "--from", from)).isZero();
    assertThat(command.out()).contains("means the same as ");
    write("other.hujson", policyOfSample().replace("tag:web:80,443", "tag:web:80,8443"));
    assertThat(command.run("policy", "diff", "same.hujson", "other.hujson", "--from", from))
        .isEqualTo(2);
    assertThat(command.out())
        .contains("  + group:eng → tag:web: ports 8443\n".replace("ports", "tcp and udp"))
        .contains("  - group:eng → tag:web: tcp and udp 443\n")
        .contains("[1] tag:web\n");
  }

  @Test
  void fmtWritesKeepsRightsAndIsThenContent() throws IOException {
    write("p.hujson", "{\"acls\":[]}");
    Path file = folder.resolve("p.hujson");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThat(command.run("policy", "fmt", "p.hujson")).isZero();
    String formatted = command.out();
    assertThat(Files.readString(file)).isEqualTo("{\"acls\":[]}");
    assertThat(command.run("policy", "fmt", "--check", "p.hujson")).isEqualTo(2);
    assertThat(command.out()).isEqualTo("p.hujson\n");
    assertThat(command.run("policy", "fmt", "-w", "p.hujson")).isZero();
    assertThat(Files.readString(file)).isEqualTo(formatted);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(command.run("policy", "fmt", "--check", "p.hujson")).isZero();
    assertThat(command.typing("{\"acls\":[]}").run("policy", "fmt")).isZero();
    assertThat(command.out()).isEqualTo(formatted);
  }

  @Test
  void aFailingCaseDoesNotStopTheOthers() throws IOException {
    Files.createDirectories(folder.resolve("in/deep"));
    write("in/a.json", "{}");
    write("in/b.json", "[".repeat(100_000));
    write("in/deep/c.json", RecordedCases.question(RecordedCases.names().getFirst()));
    assertThat(command.run("policy", "compile", "--out", "out", "in", "in/deep/c.json", "none"))
        .isEqualTo(1);
    assertThat(command.err()).hasLineCount(3).contains("a.json", "b.json", "none");
    JsonNode fault = RecordedCases.parse(Files.readString(folder.resolve("out/a.json")));
    assertThat(fault.at("/response/status").asInt()).isEqualTo(500);
    for (String answer : new String[] {"out/deep/c.json", "out/c.json"}) {
      assertThat(RecordedCases.parse(Files.readString(folder.resolve(answer))).has("response"))
          .isTrue();
    }
    assertThat(command.run("policy", "compile", "in/deep/c.json")).isZero();
    assertThat(command.out()).hasLineCount(1).startsWith("{\"response\":");
  }
}
