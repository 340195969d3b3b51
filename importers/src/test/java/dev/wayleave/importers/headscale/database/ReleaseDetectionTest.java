package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReleaseDetectionTest {
  private static final Map<String, String> EXPECTED =
      Map.ofEntries(
          Map.entry("0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql", "0.22.3"),
          Map.entry("0-23-0-to-0-24-0-no-more-special-types_dump.sql", "0.23.0"),
          Map.entry("failing-node-preauth-constraint_dump.sql", "0.25.0-beta.1"),
          Map.entry("from_nblock_db01__0.14.0__0.24.0.sql", "0.24.0"),
          Map.entry("from_nblock_db01__0.14.0__0.26.1.sql", "0.26.0 to 0.26.1"),
          Map.entry("request_tags_migration_test.sql", "0.27.1 to 0.28.0"),
          Map.entry("wrongly-migrated-schema-0.25.1_dump.sql", "0.24.1 to 0.25.1"),
          Map.entry("zero_time_expiry_migration_test.sql", "0.28.0 to 0.29.0"));

  /// The label of the empty database that each of these releases makes.
  private static final Map<String, List<String>> RELEASES =
      Map.ofEntries(
          Map.entry("0.2.0 to 0.6.1", List.of("0.2.0", "0.4.0", "0.6.0")),
          Map.entry("0.8.0 to 0.10.1", List.of("0.9.0", "0.9.2", "0.9.3", "0.10.0")),
          Map.entry(
              "0.10.2 to 0.12.4",
              List.of("0.10.5", "0.10.6", "0.10.7", "0.12.1", "0.12.2", "0.12.3", "0.12.4")),
          Map.entry("0.13.0 to 0.14.0", List.of("0.14.0-beta1")),
          Map.entry(
              "0.15.0",
              List.of("0.15.0", "0.15.0-beta2", "0.15.0-beta3", "0.15.0-beta5", "0.15.0-beta6")),
          Map.entry("0.16.0 to 0.17.0-alpha4", List.of("0.16.1", "0.16.4", "0.17.0-alpha2")),
          Map.entry("0.17.0 to 0.17.1", List.of("0.17.0-beta1", "0.17.0-beta5", "0.17.1")),
          Map.entry("0.18.0", List.of("0.18.0-beta3", "0.18.0")),
          Map.entry("0.19.0 to 0.22.2", List.of("0.20.0", "0.22.0-alpha2", "0.22.2")),
          Map.entry("0.22.3", List.of("0.22.3")),
          Map.entry("0.23.0-alpha1", List.of("0.23.0-alpha1")),
          Map.entry("0.23.0-alpha2 to 0.23.0-alpha4", List.of("0.23.0-alpha2", "0.23.0-alpha3")),
          Map.entry("0.23.0-alpha5 to 0.23.0-alpha6", List.of("0.23.0-alpha5")),
          Map.entry(
              "0.23.0-alpha7 to 0.23.0-alpha12",
              List.of("0.23.0-alpha8", "0.23.0-alpha10", "0.23.0-alpha12")),
          Map.entry("0.23.0", List.of("0.23.0-beta1", "0.23.0-beta2", "0.23.0-beta.4")),
          Map.entry("0.24.0", List.of("0.24.0-beta.1", "0.24.0-beta.2", "0.24.0")),
          Map.entry("0.24.1 to 0.24.2", List.of("0.24.2")),
          Map.entry("0.25.0-beta.1", List.of("0.25.0-beta.1")),
          Map.entry("0.24.3 to 0.25.1", List.of("0.24.3", "0.25.0")),
          Map.entry("0.26.0-beta.1", List.of("0.26.0-beta.1")),
          Map.entry("0.26.0-beta.2", List.of("0.26.0-beta.2")),
          Map.entry("0.26.0 to 0.26.1", List.of("0.26.0", "0.26.1")));

  @TempDir Path folder = Path.of("");

  private static Map<String, String> expected() {
    Map<String, String> expected = new TreeMap<>(EXPECTED);
    RELEASES.forEach((label, releases) ->
        releases.forEach(release -> {
          String suffix = release.equals("0.26.1") ? "_dump-litestream.sql" : "_dump.sql";
          expected.put("headscale_" + release + suffix, label);
        }));
    return expected;
  }

  @Test
  void tellsTheReleaseOfEachDump() throws Exception {
    Map<String, String> found = new TreeMap<>();
    for (String dump : Fixtures.dumps()) {
      Path file = Fixtures.sqlite(dump, folder.resolve(dump + ".sqlite"));
      found.put(dump, TestDatabases.read(file).release());
    }
    assertThat(found).isEqualTo(expected());
  }

  @Test
  void tellsTheReleaseOfEachServer() throws Exception {
    for (String set : Fixtures.SQLITE_SETS) {
      Path root = Fixtures.copySet(set, folder);
      assertThat(set)
          .isEqualTo(TestDatabases.read(root.resolve("db.sqlite")).release() + "-sqlite");
    }
  }

  @Test
  void tablesOutrankRecordedMigrations() throws Exception {
    DatabaseReading read = TestDatabases.dump("wrongly-migrated-schema-0.25.1_dump.sql", folder);
    assertThat(read.release()).isEqualTo("0.24.1 to 0.25.1");
    assertThat(TestDatabases.findings(read, "SCHEMA_HALF_MIGRATED")).hasSize(1);
    // The routes table is read although the recorded migration says that it is gone.
    assertThat(TestDatabases.node(read, 1).approvedRoutes()).hasToString("[0.0.0.0/0, ::/0]");
    assertThat(TestDatabases.node(read, 3).advertisedRoutes()).hasToString("[10.0.0.0/8]");
    assertThat(TestDatabases.node(read, 3).approvedRoutes()).isEmpty();
    assertThat(read.counts().routes()).isEqualTo(4);
  }

  @Test
  void recordedVersionTellsPatchReleasesApart() throws Exception {
    String versions =
        "CREATE TABLE database_versions(id integer PRIMARY KEY, version text, updated_at datetime);";
    String dump = "zero_time_expiry_migration_test.sql";
    assertThat(TestDatabases.dumpWith(dump, versions, folder).release()).isEqualTo("0.29.0");
    Path file = folder.resolve("db.sqlite");
    Fixtures.sqliteOf(
        "INSERT INTO migrations VALUES ('202606181200-recover-null-tags-node-user-id')", file);
    assertThat(TestDatabases.read(file).release()).isEqualTo("0.29.1 to 0.29.2");
    Fixtures.sqliteOf("INSERT INTO database_versions VALUES (1, 'v0.29.1', NULL)", file);
    assertThat(TestDatabases.read(file).release()).isEqualTo("0.29.1");
    Fixtures.sqliteOf("CREATE TABLE oauth_clients(id integer PRIMARY KEY, client_id text)", file);
    assertThat(TestDatabases.read(file).release()).isEqualTo("0.30.0-dev");
  }

  @Test
  void migrationsNewerThanKnownBlock() throws Exception {
    DatabaseReading read =
        TestDatabases.current("INSERT INTO migrations VALUES ('203001010000-next')", folder);
    assertThat(TestDatabases.findings(read, "SCHEMA_NEWER"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("203001010000-next"));
  }

  @Test
  void migrationsOfAChangedHeadscaleAreMentioned() throws Exception {
    DatabaseReading read =
        TestDatabases.current("INSERT INTO migrations VALUES ('202501010000-ours')", folder);
    assertThat(TestDatabases.codes(read)).containsExactly("MIGRATION_UNKNOWN");
  }
}
