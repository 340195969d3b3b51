package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.headscale.database.store.PostgresAddress;
import dev.wayleave.importers.headscale.database.store.PostgresPassword;
import dev.wayleave.importers.headscale.database.store.PostgresStore;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.fixture.Fixtures;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Opening PostgreSQL databases: one snapshot, passwords, and what goes wrong.
class PostgresDatabaseTest {
  @TempDir Path folder = Path.of("");
  private TestPostgres.Database database = new TestPostgres.Database("");

  @BeforeEach
  void load() throws Exception {
    TestPostgres.createCarefulUser();
    database = TestPostgres.load(Fixtures.text("0.29.2-postgres", "db.sql"));
  }

  @AfterEach
  void drop() throws Exception {
    database.close();
  }

  private static void refuses(PostgresAddress address, PostgresPassword password, String... words) {
    assertThatThrownBy(
            () -> new HeadscaleDatabase.PostgresDatabase(address, password).read(Progress.SILENT))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll(words)
        .hasMessageNotContainingAny("Exception", "\n", TestPostgres.CAREFUL_PASSWORD);
  }

  @Test
  void allTablesAreReadInOneSnapshot() throws Exception {
    try (Tables tables = PostgresStore.open(database.address(), TestPostgres.password())) {
      database.run(
          "DELETE FROM nodes; DELETE FROM users; ALTER TABLE policies ADD COLUMN later text");
      assertThat(tables.count(tables.find("nodes").orElseThrow())).isEqualTo(33);
      long[] users = {0};
      tables.read(tables.find("users").orElseThrow(), row -> users[0]++);
      assertThat(users[0]).isEqualTo(13);
    }
  }

  @Test
  void theTransactionCannotWrite() throws Exception {
    try (Connection watcher = database.connect();
        Statement statement = watcher.createStatement();
        Tables tables = PostgresStore.open(database.address(), TestPostgres.password())) {
      assertThat(tables.kind()).isEqualTo("postgresql");
      try (var row =
          statement.executeQuery(
              "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'wayleave'"
                  + " AND datname = current_database() AND state = 'idle in transaction'")) {
        row.next();
        assertThat(row.getInt(1)).isEqualTo(1);
      }
    }
  }

  @Test
  void searchPathIsHonoured() throws Exception {
    database.run(
        """
        ALTER SCHEMA public RENAME TO "head scale";
        CREATE SCHEMA public;
        CREATE TABLE public.users(id bigint);
        ALTER DATABASE %s SET search_path = "head scale", public;
        """
            .formatted(database.name()));
    assertThat(database.read().nodes()).hasSize(33);
  }

  @Test
  void rawValuesAreThoseThatPostgresPrints() throws Exception {
    DatabaseReading read = database.read();
    assertThat(TestDatabases.raw(read.preAuthKeys().getFirst(), "reusable"))
        .hasToString("Text[v=t]");
    assertThat(TestDatabases.raw(read.nodes().getFirst(), "created_at").toString())
        .matches("Text\\[v=2026-11-22 [0-9:.]+\\+00\\]");
    assertThat(TestDatabases.raw(read.nodes().getFirst(), "id")).hasToString("Int[v=1]");
  }

  @Test
  void wrongPassword() {
    refuses(
        database.address(TestPostgres.CAREFUL_USER),
        PostgresPassword.of(SecretText.of("wrong")),
        "refuses the password",
        "PGPASSWORD");
  }

  @Test
  void noPassword() {
    refuses(
        database.address(TestPostgres.CAREFUL_USER),
        PostgresPassword.none(),
        "wants a password",
        "PGPASSWORD");
  }

  @Test
  void passwordFromTheEnvironmentOrAPasswordFile() throws Exception {
    database.run("GRANT SELECT ON ALL TABLES IN SCHEMA public TO " + TestPostgres.CAREFUL_USER);
    String rest =
        "//%s@127.0.0.1:%d/%s"
            .formatted(TestPostgres.CAREFUL_USER, TestPostgres.port(), database.name());
    Reading byEnvironment =
        DatabaseSource.postgres(rest, Map.of("PGPASSWORD", TestPostgres.CAREFUL_PASSWORD))
            .read(Progress.SILENT);
    assertThat(byEnvironment.inventory().nodes()).hasSize(33);

    Path file =
        Files.writeString(
            folder.resolve(".pgpass"),
            "# comment\n127.0.0.1:*:*:careful:"
                + TestPostgres.CAREFUL_PASSWORD.replace("\\", "\\\\").replace(":", "\\:")
                + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Map<String, String> environment = Map.of("HOME", folder.toString());
    Reading byFile = DatabaseSource.postgres(rest, environment).read(Progress.SILENT);
    assertThat(byFile.inventory()).isEqualTo(byEnvironment.inventory());

    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> DatabaseSource.postgres(rest, environment).read(Progress.SILENT))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll(".pgpass was ignored", "access");
    // Where it is not needed, it is only mentioned.
    PostgresPassword found = PostgresPassword.find(database.address(), environment);
    PostgresPassword given =
        new PostgresPassword(
            TestPostgres.password().value(), found.ignoredFile(), found.ignoredWhy());
    DatabaseReading read =
        new HeadscaleDatabase.PostgresDatabase(database.address(), given).read(Progress.SILENT);
    assertThat(TestDatabases.codes(read)).contains("PGPASS_IGNORED");
  }

  @Test
  void noSuchDatabase() {
    refuses(
        new PostgresAddress(
            "127.0.0.1", TestPostgres.port(), "nowhere", TestPostgres.user(), "prefer", null),
        TestPostgres.password(),
        "no database nowhere");
  }

  @Test
  void nothingListens() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    refuses(
        new PostgresAddress("127.0.0.1", port, "headscale", TestPostgres.user(), "prefer", null),
        TestPostgres.password(),
        "nothing answers at 127.0.0.1:" + port);
  }

  @Test
  void encryptionThatTheServerLacks() {
    refuses(
        new PostgresAddress(
            "127.0.0.1",
            TestPostgres.port(),
            database.name(),
            TestPostgres.user(),
            "require",
            null),
        TestPostgres.password(),
        "sslmode");
  }

  @Test
  void connectionLostWhileReading() {
    Progress cut =
        (what, _, _) -> {
          if (what.equals("reading users")) {
            try {
              database.run(
                  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                      + " WHERE application_name = 'wayleave' AND datname = current_database()");
            } catch (java.sql.SQLException e) {
              throw new IllegalStateException(e);
            }
          }
        };
    assertThatThrownBy(() ->
            new HeadscaleDatabase.PostgresDatabase(database.address(), TestPostgres.password())
                .read(cut))
        .isInstanceOf(SourceException.class)
        .hasMessageContainingAll("was lost", "nothing was changed");
  }

  @Test
  void tablesThatTheUserMayNotRead() {
    refuses(
        database.address(TestPostgres.CAREFUL_USER),
        PostgresPassword.of(SecretText.of(TestPostgres.CAREFUL_PASSWORD)),
        "may not read",
        "SELECT");
  }

  @Test
  void databaseOfAnotherProgram() throws Exception {
    database.run("DROP TABLE nodes");
    refuses(database.address(), TestPostgres.password(), "not Headscale's");
  }

  @Test
  void addressWithAPasswordIsRefused() {
    for (String rest :
        new String[] {"//me:secret@db/headscale", "//db/headscale?password=secret"}) {
      assertThatThrownBy(() -> DatabaseSource.postgres(rest, Map.of("USER", "me")))
          .isInstanceOf(SourceException.class)
          .hasMessageContaining("PGPASSWORD")
          .hasMessageNotContaining("secret");
    }
  }
}
