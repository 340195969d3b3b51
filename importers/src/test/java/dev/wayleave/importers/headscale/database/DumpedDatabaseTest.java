package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.importers.headscale.database.dump.PgDumpFile;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.Table;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.testkit.database.SharedCluster;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGProperty;

/// A dump reads as the database that psql would make of it.
class DumpedDatabaseTest {
  private static final String ODDITIES = "dump/oddities.sql";

  @TempDir Path folder = Path.of("");

  @ParameterizedTest
  @FieldSource("dev.wayleave.testkit.fixture.Fixtures#POSTGRES_SETS")
  void readsTheSameEntitiesAndRawValuesAsTheRestoredDatabase(String set) throws Exception {
    DatabaseReading dumped = TestDumps.read(TestDumps.file(folder, Fixtures.text(set, "db.sql")));
    try (TestPostgres.Database database = TestPostgres.load(Fixtures.text(set, "db.sql"))) {
      assertThat(dumped).usingRecursiveComparison().isEqualTo(database.read());
    }
  }

  /// Each file is what pg_dump 15.18 wrote of the same database; see the README beside them.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "copy",
        "inserts",
        "column-inserts",
        "rows-per-insert",
        "backslashes",
        "escape-bytea"
      })
  void readsEveryFormOfDumpAsTheRestoredDatabase(String form) throws Exception {
    Path file = TestDumps.file(folder, TestDumps.recorded("dump/" + form + ".sql"));
    try (TestPostgres.Database database =
        TestPostgres.load(Fixtures.text("0.29.2-postgres", "db.sql"))) {
      runScript(database, TestDumps.recorded(ODDITIES));
      try (Tables live = PostgresStore.open(database.address(), TestPostgres.password());
          Tables dumped = PgDumpFile.open(file, Progress.SILENT)) {
        assertThat(dumped.kind()).isEqualTo(live.kind());
        assertThat(dumped.all()).isEqualTo(live.all());
        assertThat(rows(dumped)).isEqualTo(rows(live));
      }
    }
  }

  /// Runs a script as one message, as psql does: the driver would part it at the wrong semicolons.
  private static void runScript(TestPostgres.Database database, String script) throws Exception {
    Properties properties = new Properties();
    PGProperty.PREFER_QUERY_MODE.set(properties, "simple");
    PGProperty.USER.set(properties, TestPostgres.user());
    PGProperty.PASSWORD.set(properties, SharedCluster.get().password());
    String url = "jdbc:postgresql://127.0.0.1:" + TestPostgres.port() + "/" + database.name();
    try (Connection connection = DriverManager.getConnection(url, properties);
        Statement statement = connection.createStatement()) {
      statement.execute(script);
    }
  }

  private static Map<String, List<RawRow>> rows(Tables tables) throws Exception {
    Map<String, List<RawRow>> all = new LinkedHashMap<>();
    for (Table table : tables.all()) {
      List<RawRow> rows = new ArrayList<>();
      tables.read(table, rows::add);
      assertThat(tables.count(table)).isEqualTo(rows.size());
      if (!table.has("id")) {
        rows.sort(Comparator.comparing(RawRow::toString));
      }
      all.put(table.name(), rows);
    }
    return all;
  }

  @Test
  void rowsComeInTheOrderOfTheirIdsAndShareTheirNames() throws Exception {
    String dump = Fixtures.text("0.28.0-postgres", "db.sql");
    // Headscale changed nodes 17 and 32 last, so PostgreSQL keeps them behind later ones.
    assertThat(dump.indexOf("\n17\tmkey:")).isGreaterThan(dump.indexOf("\n24\tmkey:"));
    List<RawRow> nodes = new ArrayList<>();
    try (Tables tables = PgDumpFile.open(TestDumps.file(folder, dump), Progress.SILENT)) {
      tables.read(tables.find("nodes").orElseThrow(), nodes::add);
    }
    assertThat(nodes)
        .isSortedAccordingTo(Comparator.comparingLong(DumpedDatabaseTest::id))
        .allSatisfy(row -> assertThat(row.names()).isSameAs(nodes.getFirst().names()));
  }

  private static long id(RawRow row) {
    return row.get("id") instanceof RawValue.Int(long id) ? id : -1;
  }

  @Test
  void windowsLineEndsChangeNothing() throws Exception {
    String dump = Fixtures.text("0.29.2-postgres", "db.sql");
    DatabaseReading read = TestDumps.read(TestDumps.file(folder, dump.replace("\n", "\r\n")));
    Path unchanged = Files.createDirectory(folder.resolve("unchanged"));
    assertThat(read)
        .usingRecursiveComparison()
        .isEqualTo(TestDumps.read(TestDumps.file(unchanged, dump)));
  }

  @Test
  void nothingInTheFileIsRun() throws Exception {
    // Where statements were run, these would empty the tables or fail.
    String dump =
        Fixtures.text("0.29.2-postgres", "db.sql")
            .replace(
                "--\n-- PostgreSQL database dump complete",
                """
                DELETE FROM public.nodes;
                DROP TABLE public.users CASCADE;
                DO $$ BEGIN PERFORM pg_sleep(1000); END $$;
                COMMENT ON TABLE public.users IS 'INSERT INTO public.users VALUES (1);';
                --
                -- PostgreSQL database dump complete\
                """);
    assertThat(TestDumps.read(TestDumps.file(folder, dump)).nodes()).hasSize(33);
  }
}
