package dev.wayleave.exporters.headscale.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whether a database that exists already can be written to as that of a release.
class ExistingSchemaTest {
  @TempDir private Path folder;

  static Stream<HeadscaleSchema> schemas() {
    return GeneratedSchemaTest.schemas();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void whatWeMadeHasItsOwnShapeAndNoOther(HeadscaleSchema made) throws Exception {
    try (MadeDatabase database = MadeDatabase.of(made)) {
      for (SchemaRelease release : SchemaRelease.values()) {
        List<Finding> differences =
            database.existing().differences(HeadscaleSchemas.of(release, made.engine()));
        assertThat(differences.isEmpty()).as(release.label()).isEqualTo(release == made.release());
      }
      assertThat(database.existing().hasNothingOf(made)).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void anEmptyDatabaseHasNothing(Engine engine) throws Exception {
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_29, engine);
    try (MadeDatabase database = MadeDatabase.empty(schema)) {
      assertThat(database.existing().hasNothingOf(schema)).isTrue();
      database.execute("CREATE TABLE nodes (id integer)");
      assertThat(database.existing().hasNothingOf(schema)).isFalse();
    }
  }

  @Test
  void databasesOfRealServersHaveTheirShape() throws Exception {
    for (String set : List.of("0.27.1-sqlite", "0.29.2-sqlite", "0.30.0-dev-sqlite")) {
      Path copy = Fixtures.copySet(set, folder).resolve("db.sqlite");
      try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy)) {
        assertThat(differences(connection, release(set), Engine.SQLITE)).as(set).isEmpty();
      }
    }
    for (String set : Fixtures.POSTGRES_SETS) {
      HeadscaleSchema schema = HeadscaleSchemas.of(release(set), Engine.POSTGRES);
      try (MadeDatabase database = MadeDatabase.empty(schema)) {
        PgDumpLoader.load(database.connection(), Fixtures.text(set, "db.sql"), "headscale");
        assertThat(database.existing().differences(schema)).as(set).isEmpty();
      }
    }
  }

  private static SchemaRelease release(String set) {
    String label = set.substring(0, "0.00".length());
    return SchemaRelease.parse(label).orElse(SchemaRelease.V0_30_DEV);
  }

  private static List<Finding> differences(
      Connection connection, SchemaRelease release, Engine engine) throws SQLException {
    return ExistingSchema.read(connection, engine)
        .differences(HeadscaleSchemas.of(release, engine));
  }

  /// Grown from 0.14 release by release: other order of columns, other constraints.
  @Test
  void databaseTakenOverFromFormerReleasesHasTheShape() throws Exception {
    assertThat(inDump("from_nblock_db01__0.14.0__0.26.1.sql", SchemaRelease.V0_26)).isEmpty();
  }

  @Test
  void tablesOfAReplicatorAreTolerated() throws Exception {
    assertThat(inDump("headscale_0.26.1_dump-litestream.sql", SchemaRelease.V0_26)).isEmpty();
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_29, Engine.SQLITE);
    try (MadeDatabase database = MadeDatabase.of(schema)) {
      database.execute("CREATE TABLE _litestream_seq (id integer primary key, seq integer)");
      database.execute("CREATE TABLE _litestream_lock (id integer)");
      assertThat(database.existing().differences(schema)).isEmpty();
    }
  }

  @Test
  void wronglyMigratedDatabaseIsNamedByWhatItLacks() throws Exception {
    List<Finding> findings = inDump("wrongly-migrated-schema-0.25.1_dump.sql", SchemaRelease.V0_26);
    assertThat(findings)
        .extracting(Finding::what)
        .contains(
            "The table nodes has no column approved_routes, which Headscale 0.26 has.",
            "Headscale 0.26 has not yet made its migrations 202501221827, 202501311657,"
                + " 202502070949, 202502131714, 202502171819, 202505091439 here.");
  }

  private List<Finding> inDump(String dump, SchemaRelease release) throws SQLException {
    Path file = Fixtures.sqlite(dump, folder.resolve(dump + ".sqlite"));
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      return differences(connection, release, Engine.SQLITE);
    }
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void missingTableAndColumnAreNamed(Engine engine) throws Exception {
    assertDrift(
        engine,
        "DROP TABLE policies",
        "The target has tables of Headscale, but no table policies, which Headscale 0.29 has.");
    assertDrift(
        engine,
        "ALTER TABLE nodes RENAME COLUMN tags TO forced_labels",
        engine == Engine.SQLITE
            ? new String[] {
              "The table nodes has no column tags, which Headscale 0.29 has.",
              "The table nodes has a column forced_labels, which Headscale 0.29 does not have and"
                  + " refuses to start with."
            }
            : new String[] {"The table nodes has no column tags, which Headscale 0.29 has."});
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void newerDatabaseIsNamed(Engine engine) throws Exception {
    assertDrift(
        engine,
        "INSERT INTO migrations VALUES ('202606191500-api-key-user-id')",
        "A Headscale newer than 0.29 made the migrations 202606191500-api-key-user-id here.");
    assertDrift(
        engine,
        "INSERT INTO migrations VALUES ('203001011200-unheard-of')",
        "A Headscale newer than 0.29 made the migrations 203001011200-unheard-of here.");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void migrationsThatChangeNoTableAreTolerated(Engine engine) throws Exception {
    assertDrift(engine, "INSERT INTO migrations VALUES ('202607241200-clear-tagged-node-expiry')");
    assertDrift(engine, "INSERT INTO migrations VALUES ('202312101416'), ('our-own')");
    assertDrift(engine, "DELETE FROM migrations WHERE id = 'SCHEMA_INIT'");
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void databaseThatLacksAMigrationIsNamed(Engine engine) throws Exception {
    assertDrift(
        engine,
        "DELETE FROM migrations WHERE id LIKE '202606181200%'",
        "Headscale 0.29 has not yet made its migrations"
            + " 202606181200-recover-null-tags-node-user-id here.");
  }

  @Test
  void tableOfSomeoneElseStopsHeadscaleInSqliteOnly() throws Exception {
    String statement = "CREATE TABLE inventory_of_printers (id integer)";
    assertDrift(
        Engine.SQLITE,
        statement,
        "Headscale 0.29 makes no table inventory_of_printers and refuses to start beside it.");
    assertDrift(Engine.POSTGRES, statement);
  }

  /// As real servers of 0.27, 0.28 and 0.29 do.
  @Test
  void indexesAndViewsOfSomeoneElseStopHeadscaleToo() throws Exception {
    assertDrift(
        Engine.SQLITE,
        "CREATE INDEX nodes_by_rack ON nodes (hostname)",
        "Headscale 0.29 makes no index nodes_by_rack and refuses to start beside it.");
    assertDrift(
        Engine.SQLITE,
        "CREATE VIEW owners AS SELECT name FROM users",
        "Headscale 0.29 makes no view owners and refuses to start beside it.");
    assertDrift(
        Engine.SQLITE,
        "DROP INDEX idx_users_deleted_at",
        "There is no index idx_users_deleted_at, without which Headscale 0.29 refuses to start.");
    assertDrift(Engine.POSTGRES, "CREATE INDEX nodes_by_rack ON nodes (hostname)");
    assertDrift(Engine.POSTGRES, "DROP INDEX idx_users_deleted_at");
  }

  @Test
  void strangersAreToleratedBefore027() throws Exception {
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_26, Engine.SQLITE);
    try (MadeDatabase database = MadeDatabase.of(schema)) {
      database.execute("CREATE TABLE machines (id integer)");
      database.execute("ALTER TABLE nodes ADD rack text");
      database.execute("CREATE INDEX nodes_by_rack ON nodes (rack)");
      assertThat(database.existing().differences(schema)).isEmpty();
    }
  }

  @Test
  void columnOfSomeoneElseMustNotNeedAValue() throws Exception {
    assertDrift(Engine.POSTGRES, "ALTER TABLE nodes ADD rack text");
    assertDrift(Engine.POSTGRES, "ALTER TABLE nodes ADD rack text NOT NULL DEFAULT 'a'");
    assertDrift(
        Engine.POSTGRES,
        "ALTER TABLE nodes ADD rack text NOT NULL",
        "The table nodes has a column rack, which Headscale 0.29 does not have and would leave"
            + " empty, though it must not be.");
  }

  @Test
  void columnOfAnotherTypeIsNamed() throws Exception {
    assertDrift(
        Engine.POSTGRES,
        "ALTER TABLE nodes ALTER expiry TYPE text",
        "The column expiry of the table nodes is of type text, where Headscale 0.29 has timestamp"
            + " with time zone.");
    assertDrift(Engine.POSTGRES, "ALTER TABLE nodes ALTER given_name TYPE text");
    assertDrift(Engine.POSTGRES, "ALTER TABLE nodes ALTER machine_key TYPE varchar(90)");
  }

  @Test
  void sequencesUnderFormerNamesAreFoundAndGoOn() throws Exception {
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_29, Engine.POSTGRES);
    try (MadeDatabase database = MadeDatabase.of(schema)) {
      database.execute("ALTER SEQUENCE nodes_id_seq RENAME TO machines_id_seq");
      database.execute("ALTER TABLE nodes RENAME CONSTRAINT nodes_pkey TO machines_pkey");
      database.execute("ALTER TABLE users ADD CONSTRAINT uni_users_name UNIQUE (name)");
      assertThat(database.existing().differences(schema)).isEmpty();

      database.execute("INSERT INTO nodes (id, hostname) VALUES (12, 'ours')");
      database.afterRows();
      database.execute("INSERT INTO nodes (hostname) VALUES ('next')");

      assertThat(database.rows("SELECT id FROM nodes WHERE hostname = 'next'"))
          .containsExactly("13");
    }
  }

  @Test
  void idThatNothingCountsIsNamed() throws Exception {
    assertDrift(
        Engine.POSTGRES,
        "ALTER SEQUENCE nodes_id_seq OWNED BY NONE",
        "Nothing counts the column id of the table nodes, so Headscale 0.29 could add no row to"
            + " it.");
  }

  /// Applies a statement to a database of 0.29 and compares.
  private static void assertDrift(Engine engine, String statement, String... what)
      throws SQLException {
    HeadscaleSchema schema = HeadscaleSchemas.of(SchemaRelease.V0_29, engine);
    try (MadeDatabase database = MadeDatabase.of(schema)) {
      database.execute(statement);
      List<Finding> findings = database.existing().differences(schema);
      assertThat(findings)
          .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Finding.Level.BLOCKER))
          .extracting(Finding::what)
          .containsExactly(what);
    }
  }
}
