package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.headscale.config.DatabaseLocation.Postgres;
import dev.wayleave.importers.headscale.config.DatabaseLocation.SqliteFile;
import dev.wayleave.tailnet.inventory.Finding.Level;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where policy and database are, and what cannot be read at all.
class PolicyAndDatabaseTest {
  private static final String SERVER =
      "server_url: https://vpn.example.com\nnoise: {private_key_path: noise.key}\n";

  @TempDir Path folder;
  private ConfigFolder config;

  @BeforeEach
  void makeFolder() throws Exception {
    config = new ConfigFolder(folder);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "policy: {path: p.hujson}",
        "policy: {mode: file, path: ./p.hujson}",
        "policy: {mode: '', path: p.hujson}",
        "acl_policy_path: p.hujson",
      })
  void readsThePolicyFileByteForByte(String lines) throws Exception {
    String text = "\uFEFF{\r\n\t// näïve\n}\n\n";
    config.file("p.hujson", text);
    HeadscaleConfig read = config.only(SERVER + lines + "\ndb_type: sqlite3\ndb_path: x\n");

    assertThat(read.policy())
        .isInstanceOfSatisfying(
            PolicyInUse.File.class,
            file -> {
              assertThat(file.version().text()).isEqualTo(text);
              assertThat(file.version().origin()).isEqualTo(config.path("p.hujson").toString());
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "policy: {mode: file}                  | INFO    | POLICY_ABSENT",
        "acl_policy_path: ''                   | INFO    | POLICY_ABSENT",
        "policy: {path: none.hujson}           | BLOCKER | POLICY_FILE_MISSING",
        "policy: {path: .}                     | BLOCKER | POLICY_FILE_UNREADABLE",
        "policy: {mode: files}                 | ACTION  | CONFIG_VALUE_INVALID",
      })
  void hasNoPolicyInUseAndSaysWhy(String lines, Level level, String code) throws Exception {
    HeadscaleConfig read = config.only(SERVER + lines + "\ndb_type: sqlite3\ndb_path: x\n");

    assertThat(read.policy()).isEqualTo(new PolicyInUse.Absent());
    assertThat(ConfigFolder.finding(read, code).level()).isEqualTo(level);
  }

  @Test
  void keepsYamlPolicyOfOldReleasesAndStopsUntilItIsHuJson() throws Exception {
    config.file("acl.yaml", "acls: []\n");
    HeadscaleConfig read =
        config.only(SERVER + "acl_policy_path: acl.yaml\ndb_type: sqlite3\ndb_path: x\n");

    assertThat(ConfigFolder.finding(read, "POLICY_IN_YAML").level()).isEqualTo(Level.BLOCKER);
    assertThat(read.policy())
        .isInstanceOfSatisfying(
            PolicyInUse.File.class,
            file -> assertThat(file.version().text()).isEqualTo("acls: []\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database: {type: sqlite, sqlite: {path: db/db.sqlite}}",
        "database: {type: sqlite3, sqlite: {path: ./db/db.sqlite}}",
        "db_type: sqlite3\ndb_path: db/db.sqlite",
      })
  void findsTheSqliteFile(String lines) throws Exception {
    assertThat(config.only(SERVER + lines).database())
        .isEqualTo(new SqliteFile(config.path("db/db.sqlite")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "database: {type: postgres, postgres: {host: h, port: 5433, name: n, user: u, pass: p,"
            + " ssl: require}}",
        "db_type: postgres\ndb_host: h\ndb_port: 5433\ndb_name: n\ndb_user: u\ndb_pass: p\n"
            + "db_ssl: require",
      })
  void findsThePostgresDatabase(String lines) throws Exception {
    assertThat(config.only(SERVER + lines).database())
        .isEqualTo(new Postgres("h", 5433, "n", "u", SecretText.of("p"), "require"));
  }

  @Test
  void fillsInWhatHeadscaleLeavesToPostgres() throws Exception {
    assertThat(config.only(SERVER + "database: {type: postgres, postgres: {user: u}}").database())
        .isEqualTo(new Postgres("localhost", 5432, "u", "u", null, "disable"));
  }

  @ParameterizedTest
  @CsvSource({"false, disable", "0, disable", "true, prefer", "verify-full, verify-full"})
  void translatesSslAsHeadscaleDoes(String ssl, String mode) throws Exception {
    assertThat(
            config
                .only(SERVER + "database: {type: postgres, postgres: {user: u, ssl: " + ssl + "}}")
                .database())
        .isEqualTo(new Postgres("localhost", 5432, "u", "u", null, mode));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log: {level: info}            | does not say which database Headscale uses",
        "database: {type: mysql}       | database.type is \"mysql\", which is neither",
        "database: {type: postgres}    | names no user for PostgreSQL",
        "database: {type: sqlite}      | names no database file",
        "{database: {type: postgres, postgres: {host: /var/run/postgresql, name: n}}} | unix socket in /var/run/postgresql, which Wayleave cannot use: let PostgreSQL listen on loopback and give headscale+postgres://USER@localhost/n",
      })
  void refusesAConfigurationWithoutAReachableDatabase(String lines, String message) {
    assertThatThrownBy(() -> config.only(lines))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(config.path("config.yaml").toString())
        .hasMessageContaining(message)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAConfigurationThatIsNotThere() {
    assertThatThrownBy(() -> read(config.path("none.yaml")))
        .hasMessage(
            config.path("none.yaml")
                + " does not exist: give the path of Headscale's config.yaml.");
  }

  @Test
  void refusesADirectory() {
    assertThatThrownBy(() -> read(folder))
        .isInstanceOf(SourceException.class)
        .hasMessage(folder + " is a directory, not a file: correct the path.");
  }

  @Test
  void refusesAConfigurationThatIsBinary() throws Exception {
    Files.write(config.path("config.yaml"), new byte[] {(byte) 0xff, (byte) 0xfe});

    assertThatThrownBy(() -> read(config.path("config.yaml")))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("is not UTF-8 text");
  }

  @Test
  void messagesNeverHoldThePassword() {
    assertThatThrownBy(
            () -> config.only("db_type: postgres\ndb_pass: hunter2\ndb_host: /run\ndb_name: n\n"))
        .isInstanceOf(SourceException.class)
        .hasMessageNotContaining("hunter2");
  }

  private static HeadscaleConfig read(Path path) throws SourceException {
    return new HeadscaleConfigReader(path, Map.of()).read();
  }
}
