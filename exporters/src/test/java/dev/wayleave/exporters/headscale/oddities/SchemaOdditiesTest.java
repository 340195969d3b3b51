package dev.wayleave.exporters.headscale.oddities;

import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_26;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.V0_29;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.node;
import static dev.wayleave.exporters.headscale.oddities.OddDatabase.set;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tables and columns that are not Headscale's, or no longer; none may arrive, for a server since
/// 0.27 refuses to start with one.
class SchemaOdditiesTest {
  private static final String LEFTOVERS =
      """
      CREATE TABLE users_old(id integer PRIMARY KEY, name text);
      INSERT INTO users_old VALUES (1, 'alice');
      CREATE TABLE machines(id integer PRIMARY KEY, machine_key text);
      INSERT INTO machines VALUES (1, 'x');
      CREATE TABLE kvs(`key` text, `value` text);
      INSERT INTO kvs VALUES ('db_version', '1');
      CREATE TABLE bills(id integer, amount text);
      INSERT INTO bills VALUES (1, '3')
      """;

  private static final String LITESTREAM =
      """
      CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
      INSERT INTO _litestream_seq VALUES (1, 7);
      CREATE TABLE _litestream_lock (id INTEGER)
      """;

  private static final String WRONGLY_MIGRATED = "wrongly-migrated-schema-0.25.1_dump.sql";

  @TempDir Path folder = Path.of("");

  private Destination to(Engine engine) {
    return Destination.of(SchemaRelease.V0_29, engine, folder);
  }

  /// What is recorded says that routes stand with the nodes; the tables say that they do not.
  @ParameterizedTest
  @EnumSource
  void wronglyRecordedMigrationsAreRefusedAndNothingIsWritten(Engine engine) throws Exception {
    Path source = Fixtures.sqlite(WRONGLY_MIGRATED, folder.resolve("source.db"));
    try (Destination to = to(engine)) {
      TargetException refused = Journey.refused(Journey.read(source), to);
      assertThat(refused.reason()).isEqualTo(TargetException.Reason.OBSTACLES);
      assertThat(refused.obstacles())
          .extracting(Finding::code)
          .containsExactly("SCHEMA_HALF_MIGRATED");
      assertThat(folder.resolve("written.db")).doesNotExist();
      if (engine == Engine.POSTGRES) {
        assertThat(to.tables()).isEmpty();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void migrationsAreThoseOfTheReleaseThatIsWritten(Engine engine) throws Exception {
    Path source = Fixtures.sqlite(WRONGLY_MIGRATED, folder.resolve("source.db"));
    Fixtures.sqliteOf("DELETE FROM migrations", source);
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(new TreeSet<>(to.ask("SELECT id FROM migrations")))
          .contains("202505141324", "202605221435-clear-zero-time-node-expiry");
      assertThat(journey.node(1).approvedRoutes()).hasToString("[0.0.0.0/0, ::/0]");
      assertThat(journey.node(2).approvedRoutes()).hasToString("[192.168.100.0/24]");
      assertThat(journey.node(3).approvedRoutes()).isEmpty();
      assertThat(journey.node(3).advertisedRoutes()).hasToString("[10.0.0.0/8]");
    }
  }

  @ParameterizedTest
  @EnumSource
  void leftoverTablesStayBehindAndAreMentioned(Engine engine) throws Exception {
    Path source = V0_26.with(folder, node(1), LEFTOVERS);
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertLeftBehind(journey);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leftoverTablesOfTheSameReleaseStayBehindToo(Engine engine) throws Exception {
    Path source = V0_29.with(folder, node(1), LEFTOVERS);
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertLeftBehind(journey);
    }
  }

  private static void assertLeftBehind(Journey journey) {
    assertThat(journey.findings("TABLE_LEFT"))
        .containsExactlyInAnyOrder("INFO table users_old (1 rows)", "INFO table machines (1 rows)");
    assertThat(journey.findings("TABLE_UNKNOWN")).containsExactly("INFO table bills (1 rows)");
    assertThat(journey.findings("ROWS_LEFT_OUT"))
        .containsExactlyInAnyOrder(
            "INFO table kvs (1 rows)",
            "INFO table machines (1 rows)",
            "INFO table users_old (1 rows)");
  }

  @ParameterizedTest
  @EnumSource
  void tablesOfAReplicatorStayBehind(Engine engine) throws Exception {
    Path source = V0_26.with(folder, node(1), LITESTREAM);
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.findings("TABLE_LEFT"))
          .containsExactlyInAnyOrder(
              "INFO table _litestream_seq (1 rows)", "INFO table _litestream_lock (0 rows)");
    }
  }

  /// A replicator's bookkeeping would be wrong in another file.
  @ParameterizedTest
  @EnumSource
  void tablesOfAReplicatorStayBehindInTheSameReleaseToo(Engine engine) throws Exception {
    Path source = V0_29.with(folder, node(1), LITESTREAM);
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.findings("ROWS_LEFT_OUT"))
          .containsExactly("INFO table _litestream_seq (1 rows)");
    }
  }

  @ParameterizedTest
  @EnumSource
  void columnsOfNobodyStayBehindAndAreMentioned(Engine engine) throws Exception {
    String column = "ALTER TABLE nodes ADD COLUMN color text";
    Path source = V0_29.with(folder, column, node(1), set(1, "color = 'red'"));
    try (Destination to = to(engine)) {
      Journey journey = Journey.of(source, to);
      assertThat(journey.findings("COLUMN_UNKNOWN")).containsExactly("INFO table nodes");
      String columns =
          engine == Engine.SQLITE
              ? "SELECT name FROM pragma_table_info('nodes')"
              : "SELECT column_name FROM information_schema.columns WHERE table_name = 'nodes'";
      assertThat(to.ask(columns)).contains("given_name").doesNotContain("color");
    }
  }
}
