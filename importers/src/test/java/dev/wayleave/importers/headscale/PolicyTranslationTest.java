package dev.wayleave.importers.headscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Policies of older servers on their way into the inventory.
class PolicyTranslationTest {
  /// A server of 0.22 with four users and their machines.
  private static final String SERVER = "0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql";

  @TempDir Path folder;

  @BeforeEach
  void makeServer() throws Exception {
    Fixtures.sqlite(SERVER, folder.resolve("db.sqlite"));
    Files.writeString(folder.resolve("noise.key"), "privkey:" + "0f".repeat(32));
  }

  @Test
  void textAsItWasIsOneVersionAndTheRewrittenTextTheNext() throws Exception {
    String text =
        """
        {
        	// who may
        	"acls": [{"action": "accept", "src": ["test_username"], "dst": ["test_username3:22"]}],
        }
        """;
    Reading reading = read("policy.hujson", text, PolicyMeaning.ASK);

    assertThat(reading.inventory().policies())
        .extracting(PolicyVersion::id, PolicyVersion::inUse)
        .containsExactly(tuple("file", false), tuple("file-rewritten", true));
    assertThat(version(reading, "file").text()).isEqualTo(text);
    assertThat(version(reading, "file-rewritten").text())
        .isEqualTo(
            text.replace("\"test_username\"", "\"test_username@\"")
                .replace("test_username3:", "test_username3@:"));
    assertThat(policyFindings(reading)).containsExactly("INFO POLICY_REWRITTEN");
    assertThat(Originals.forSource(reading.inventory().policies()))
        .isEqualTo(new Originals.WayBack.Text(version(reading, "file")));
  }

  @Test
  void yamlIsWrittenAsHuJsonWithTheCaseOfItsNames() throws Exception {
    String yaml =
        """
        hosts:
          Printer: 10.1.2.3/32
        acls:
          - action: accept
            src: ["test_username"]
            dst: ["Printer:22"]
        """;
    Reading reading = read("policy.yaml", yaml, PolicyMeaning.ASK);

    String text = version(reading, "file-rewritten").text();
    assertThat(PolicySyntax.fault(text)).isEmpty();
    assertThat(text).contains("\"Printer\"", "\"test_username@\"", "\"Printer:22\"");
    assertThat(version(reading, "file").text()).isEqualTo(yaml);
    assertThat(policyFindings(reading))
        .containsExactly("INFO POLICY_REWRITTEN", "INFO POLICY_REWRITTEN");
  }

  @Test
  void ruleThatMeansSomethingElseBlocksUntilTheOperatorChooses() throws Exception {
    String text =
        """
        {"acls": [{"action": "accept", "src": ["autogroup:member"], "dst": ["*:22"]}]}
        """;

    assertThat(policyFindings(read("policy.hujson", text, PolicyMeaning.ASK)))
        .containsExactly("BLOCKER POLICY_RULE_DIFFERS");
    assertThat(policyFindings(read("policy.hujson", text, PolicyMeaning.WAYLEAVE)))
        .containsExactly("ACTION POLICY_RULE_DIFFERS");
    Reading kept = read("policy.hujson", text, PolicyMeaning.SOURCE);
    assertThat(policyFindings(kept)).containsExactly("ACTION POLICY_RULE_REWRITTEN");
    assertThat(version(kept, "file-rewritten").text()).contains("\"src\": []");
  }

  @Test
  void policyThatCannotBeReadStaysInUseAndBlocks() throws Exception {
    Reading reading = read("policy.hujson", "{\"acls\": [", PolicyMeaning.ASK);

    assertThat(version(reading, "file").inUse()).isTrue();
    assertThat(policyFindings(reading)).containsExactly("BLOCKER POLICY_INVALID");
  }

  @Test
  void rowsOfTheDatabaseStayWithTheVersionAsItWas() throws Exception {
    Path file = folder.resolve("new.sqlite");
    Fixtures.sqlite("zero_time_expiry_migration_test.sql", file);
    Fixtures.sqliteOf("INSERT INTO policies(id, data) VALUES (5, '{}');", file);
    Reading reading = DatabaseSource.sqlite(file, folder).read(Progress.SILENT);

    assertThat(reading.inventory().entities(EntityKind.POLICY))
        .extracting(entity -> entity.ref().id(), entity -> ((Entity<?>) entity).row() != null)
        .containsExactly(tuple("5", true), tuple("5-rewritten", false));
    assertThat(reading.counts().policies()).isEqualTo(1);
    assertThat(reading.inventory().policyInUse().orElseThrow().text()).contains("\"*:*\"");
  }

  @Test
  void databaseWithoutAPolicyTellsThatNobodyKnowsIt() throws Exception {
    Reading reading =
        DatabaseSource.sqlite(folder.resolve("db.sqlite"), folder).read(Progress.SILENT);

    assertThat(reading.inventory().policies()).isEmpty();
    assertThat(policyFindings(reading)).containsExactly("ACTION POLICY_UNKNOWN");
  }

  @Test
  void missingPolicyFileIsNotTakenForTheAbsenceOfAPolicy() throws Exception {
    Reading reading = read("policy.hujson", null, PolicyMeaning.ASK);

    assertThat(reading.inventory().policyInUse()).isEmpty();
    assertThat(policyFindings(reading)).containsExactly("BLOCKER POLICY_FILE_MISSING");
  }

  private Reading read(String name, @Nullable String text, PolicyMeaning meaning) throws Exception {
    if (text != null) {
      Files.writeString(folder.resolve(name), text);
    }
    Path config = folder.resolve("config.yaml");
    Files.writeString(
        config,
        "server_url: https://vpn.example.com\nnoise: {private_key_path: noise.key}\n"
            + "db_type: sqlite3\ndb_path: db.sqlite\nacl_policy_path: "
            + name
            + "\n");
    return new HeadscaleSource(config, Map.of(), folder, meaning).read(Progress.SILENT);
  }

  private static PolicyVersion version(Reading reading, String id) {
    return reading.inventory().policies().stream()
        .filter(version -> version.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> policyFindings(Reading reading) {
    return reading.findings().stream()
        .filter(finding -> finding.code().startsWith("POLICY"))
        .map(finding -> finding.level() + " " + finding.code())
        .toList();
  }
}
