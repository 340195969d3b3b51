package dev.wayleave.importers.headscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.testkit.database.SharedCluster;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Configuration and database together, on servers that were run and on a small database made here.
class HeadscaleSourceTest {
  private static final String KEY = "privkey:" + "0f".repeat(32);

  @TempDir Path folder;

  @BeforeEach
  void makeServer() throws Exception {
    Files.writeString(folder.resolve("noise.key"), KEY);
    Files.writeString(folder.resolve("policy.hujson"), "{/* file */\n\"acls\": []}");
    try (Connection sqlite =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"));
        Statement statement = sqlite.createStatement()) {
      for (String sql : SCHEMA) {
        statement.executeUpdate(sql);
      }
    }
  }

  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE migrations (id text, PRIMARY KEY (id))",
          "INSERT INTO migrations VALUES ('202501221827'), ('202505141324')",
          "CREATE TABLE users (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime, updated_at"
              + " datetime, deleted_at datetime, name text, display_name text, email text,"
              + " provider_identifier text, provider text, profile_pic_url text)",
          "INSERT INTO users VALUES (1, '2025-01-01 00:00:00+00:00', '2025-01-01 00:00:00+00:00',"
              + " NULL, 'alice', '', '', NULL, '', '')",
          "CREATE TABLE nodes (id integer PRIMARY KEY AUTOINCREMENT, machine_key text, node_key text,"
              + " disco_key text, endpoints text, host_info text, ipv4 text, ipv6 text, hostname"
              + " text, given_name text, user_id integer, register_method text, forced_tags text,"
              + " auth_key_id integer, expiry datetime, last_seen datetime, approved_routes text,"
              + " created_at datetime, updated_at datetime, deleted_at datetime)",
          "CREATE TABLE policies (id integer PRIMARY KEY AUTOINCREMENT, created_at datetime,"
              + " updated_at datetime, deleted_at datetime, data text)",
          "INSERT INTO policies VALUES (1, '2025-01-01 00:00:00+00:00', '2025-01-01"
              + " 00:00:00+00:00', NULL, '{/* old */}'), (2, '2025-01-02 00:00:00+00:00',"
              + " '2025-01-02 00:00:00+00:00', NULL, '{/* new */ \"acls\": []}')");

  @Test
  void putsSettingsSecretsAndRowsIntoOneInventory() throws Exception {
    Reading reading = read("policy: {mode: database}\n");

    assertThat(reading.inventory().source())
        .extracting(SourceInfo::kind, SourceInfo::database)
        .containsExactly("headscale", "sqlite");
    assertThat(reading.inventory().server()).isPresent();
    assertThat(reading.inventory().dns()).isPresent();
    assertThat(reading.inventory().derp()).isPresent();
    assertThat(reading.inventory().users()).extracting("name").containsExactly("alice");
    assertThat(reading.inventory().secrets())
        .singleElement()
        .satisfies(secret -> assertThat(secret.value().reveal()).isEqualTo(KEY));
  }

  @ParameterizedTest
  @FieldSource("dev.wayleave.testkit.fixture.Fixtures#SQLITE_SETS")
  void readsTheServersThatWereReallyRunWithoutBlockerOrLoss(String set) throws Exception {
    Path config = Fixtures.copySet(set, folder).resolve("config.yaml");
    Reading reading = new HeadscaleSource(config, Map.of(), folder).read(Progress.SILENT);

    assertThat(reading.findings())
        .extracting(Finding::level)
        .doesNotContain(Finding.Level.BLOCKER, Finding.Level.LOSSY);
    assertThat(reading.counts().users()).isEqualTo(14);
    assertThat(reading.counts().nodes()).isEqualTo(33);
    assertThat(reading.inventory().secrets()).hasSize(3);
    assertThat(inUse(reading)).singleElement().asString().startsWith("2 {");
    boolean before029 = set.startsWith("0.27");
    assertThat(String.valueOf(reading.inventory().server().orElseThrow().oidc()))
        .contains(before029 ? "nodeExpiry=PT4320H" : "nodeExpiry=null");
  }

  @ParameterizedTest
  @FieldSource("dev.wayleave.testkit.fixture.Fixtures#POSTGRES_SETS")
  void findsThePostgresDatabaseThatVariablesMoveElsewhere(String set) throws Exception {
    Path config = Fixtures.copySet(set, folder).resolve("config.yaml");
    SharedCluster cluster = SharedCluster.get();
    String name = "source_" + set.replaceAll("\\W", "_");
    run(cluster, "CREATE DATABASE " + name);
    try (Connection connection = cluster.database(name).connect()) {
      PgDumpLoader.load(connection, Fixtures.text(set, "db.sql"), "headscale");
    }
    URI url = URI.create(cluster.database(name).jdbcUrl().substring("jdbc:".length()));
    Map<String, String> variables =
        Map.of(
            "HEADSCALE_DATABASE_POSTGRES_HOST", url.getHost(),
            "HEADSCALE_DATABASE_POSTGRES_PORT", String.valueOf(url.getPort()),
            "HEADSCALE_DATABASE_POSTGRES_NAME", name,
            "HEADSCALE_DATABASE_POSTGRES_USER", cluster.user(),
            "HEADSCALE_DATABASE_POSTGRES_PASS", cluster.password());
    Reading reading;
    try {
      reading = new HeadscaleSource(config, variables, folder).read(Progress.SILENT);
    } finally {
      run(cluster, "DROP DATABASE " + name + " WITH (FORCE)");
    }

    assertThat(reading.inventory().source().database()).isEqualTo("postgresql");
    assertThat(reading.counts().users()).isEqualTo(13);
    assertThat(inUse(reading)).containsExactly("file " + Fixtures.text(set, "policy.hujson"));
    assertThat(codes(reading)).contains("POLICY_VERSIONS_UNUSED");
    assertThat(reading.findings().toString()).doesNotContain(cluster.password());
  }

  private static void run(SharedCluster cluster, String sql) throws SQLException {
    try (Connection connection = cluster.database("postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void newestPolicyOfTheDatabaseIsInUseUnderModeDatabase() throws Exception {
    Reading reading = read("policy: {mode: database, path: policy.hujson}\n");

    assertThat(inUse(reading)).containsExactly("2 {/* new */ \"acls\": []}");
    assertThat(reading.inventory().policies()).hasSize(2);
    assertThat(codes(reading)).contains("POLICY_FILE_UNUSED").doesNotContain("POLICY_MODE_UNKNOWN");
  }

  @Test
  void policyFileIsInUseUnderModeFileAndTheDatabasesAreHistory() throws Exception {
    Reading reading = read("policy: {mode: file, path: policy.hujson}\n");

    assertThat(inUse(reading)).containsExactly("file {/* file */\n\"acls\": []}");
    assertThat(reading.inventory().policies()).hasSize(3);
    assertThat(reading.counts().policies()).isEqualTo(2);
    assertThat(codes(reading)).contains("POLICY_VERSIONS_UNUSED");
  }

  @Test
  void noPolicyIsInUseUnderModeFileWithoutAFile() throws Exception {
    Reading reading = read("");

    assertThat(inUse(reading)).singleElement().asString().startsWith("none-rewritten {");
    assertThat(codes(reading))
        .contains("POLICY_ABSENT", "POLICY_VERSIONS_UNUSED", "POLICY_WRITTEN_OUT");
  }

  @Test
  void emptyDatabaseUnderModeDatabaseMeansNoPolicy() throws Exception {
    try (Connection sqlite =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"));
        Statement statement = sqlite.createStatement()) {
      statement.executeUpdate("DELETE FROM policies");
    }
    Reading reading = read("policy: {mode: database}\n");

    assertThat(inUse(reading)).singleElement().asString().startsWith("none-rewritten {");
    assertThat(codes(reading)).contains("POLICY_ABSENT", "POLICY_WRITTEN_OUT");
  }

  @Test
  void missingDatabaseIsOneSentenceWithItsPath() throws Exception {
    Files.delete(folder.resolve("db.sqlite"));

    assertThatThrownBy(() -> read(""))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining(folder.resolve("db.sqlite").toString())
        .hasMessageNotContaining("\n");
  }

  private Reading read(String lines) throws IOException, SourceException {
    Path config = folder.resolve("config.yaml");
    Files.writeString(
        config,
        "server_url: https://vpn.example.com\nnoise: {private_key_path: noise.key}\n"
            + "database: {type: sqlite, sqlite: {path: db.sqlite}}\n"
            + lines);
    return new HeadscaleSource(config, Map.of(), folder).read(Progress.SILENT);
  }

  private static List<String> inUse(Reading reading) {
    return reading.inventory().policies().stream()
        .filter(PolicyVersion::inUse)
        .map(version -> version.id() + " " + version.text())
        .toList();
  }

  private static List<String> codes(Reading reading) {
    return reading.findings().stream().map(Finding::code).toList();
  }
}
