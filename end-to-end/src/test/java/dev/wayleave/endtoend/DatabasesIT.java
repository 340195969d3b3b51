package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.database.SharedCluster;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Headscale's databases from one to the other, through the packaged command.
class DatabasesIT {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final Room room = new Room();
  private final String database = "headscale" + NUMBER.incrementAndGet();
  private Cli cli = Cli.in(room);
  private String postgres = "";

  @BeforeEach
  void createDatabase() throws Exception {
    SharedCluster cluster = SharedCluster.get();
    administer("CREATE DATABASE " + database);
    String url = cluster.database(database).jdbcUrl();
    String host = url.replaceFirst("jdbc:postgresql://([^/]+)/.*", "$1");
    postgres = "headscale+postgres://" + cluster.user() + "@" + host + "/" + database;
    cli = Cli.in(room).with("PGPASSWORD", cluster.password());
  }

  @AfterEach
  void end() throws Exception {
    room.close();
    administer("DROP DATABASE " + database + " WITH (FORCE)");
  }

  private static void administer(String sql) throws SQLException {
    try (Connection connection = SharedCluster.get().database("postgres").connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String query(String sql) throws SQLException {
    try (Connection connection = SharedCluster.get().database(database).connect()) {
      return query(connection, sql);
    }
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }

  private void run(String sql) throws SQLException {
    try (Connection connection = SharedCluster.get().database(database).connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private String migrated(String from, String to, String... more) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("apply", "--from", from, "--to", to));
    arguments.addAll(List.of("--yes", "-o", "json"));
    arguments.addAll(List.of(more));
    return cli.run(arguments.toArray(String[]::new)).exits(0).json().path("migration").asText();
  }

  private JsonNode verified(String from, String to) throws Exception {
    JsonNode document = cli.run("verify", "--from", from, "--to", to, "-o", "json").exits(0).json();
    assertThat(document.path("equal").asBoolean()).isTrue();
    return document;
  }

  @Test
  void sqliteIsMovedToPostgresVerifiedAndTakenBack() throws Exception {
    Path file = Fixtures.copySet("0.29.2-sqlite", room.folder()).resolve("db.sqlite");
    String from = "headscale+sqlite:" + file;

    Outcome planned = cli.run("plan", "--from", from, "--to", postgres, "--out", "plan.json");
    assertThat(planned.exits(2).out()).contains("(headscale 0.29, postgresql)");
    Outcome applied = cli.run("apply", "plan.json", "--yes", "-o", "json").exits(0);
    String migration = applied.json().path("migration").asText();

    assertThat(query("SELECT count(*) FROM nodes")).isEqualTo("33");
    assertThat(query("SELECT nextval(pg_get_serial_sequence('nodes', 'id')) > max(id) FROM nodes"))
        .isEqualTo("t");
    JsonNode proof = verified(from, postgres);
    assertThat(proof.at("/kinds/nodes/source/count").asInt()).isEqualTo(33);
    assertThat(proof.at("/kinds/nodes/source/sha256"))
        .isEqualTo(proof.at("/kinds/nodes/target/sha256"));
    assertThat(proof.at("/target/database").asText()).isEqualTo("postgresql");

    cli.run("rollback", "--to", postgres, migration).exits(0);
    assertThat(query("SELECT to_regclass('public.nodes')")).isNull();
  }

  @Test
  void aSecondApplyChangesNothingAndALateOneCarriesOnlyWhatChanged() throws Exception {
    Path file = Fixtures.copySet("0.29.2-sqlite", room.folder()).resolve("db.sqlite");
    String from = "headscale+sqlite:" + file;
    migrated(from, postgres);
    String before = query("SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM nodes");

    Outcome again = cli.run("plan", "--from", from, "--to", postgres, "-o", "json").exits(0);
    assertThat(again.json().at("/plan/items")).isEmpty();
    migrated(from, postgres);
    assertThat(query("SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM nodes"))
        .isEqualTo(before);

    Fixtures.sqliteOf("UPDATE nodes SET given_name = 'renamed-late' WHERE id = 5", file);
    JsonNode late =
        cli.run("apply", "--from", from, "--to", postgres, "--yes", "-o", "json").exits(0).json();
    assertThat(late.at("/plan/items")).hasSize(1);
    assertThat(late.at("/plan/items/0/ref").asText()).contains("5");
    assertThat(query("SELECT given_name FROM nodes WHERE id = 5")).isEqualTo("renamed-late");
    assertThat(
            query("SELECT string_agg(id || ':' || xmin, ',' ORDER BY id) FROM nodes WHERE id <> 5"))
        .isEqualTo(before.replaceFirst("(^|,)5:[0-9]+,", "$1"));
    verified(from, postgres);
  }

  @Test
  void verifyListsWhatReallyDiffers() throws Exception {
    Path file = Fixtures.copySet("0.29.2-sqlite", room.folder()).resolve("db.sqlite");
    String from = "headscale+sqlite:" + file;
    migrated(from, postgres);
    run(
        "UPDATE users SET email = 'else@example.com' WHERE id = 1; DELETE FROM api_keys WHERE id = 1");
    run("UPDATE nodes SET created_at = created_at + interval '1 microsecond' WHERE id = 3");

    Outcome outcome = cli.run("verify", "--from", from, "--to", postgres, "-o", "json").exits(2);
    assertThat(outcome.json().path("differences").asInt()).isEqualTo(3);
    assertThat(outcome.json().path("findings").findValuesAsText("what"))
        .anyMatch(what -> what.contains("email is \"else@example.com\" there"))
        .anyMatch(what -> what.contains("createdAt"))
        .anyMatch(what -> what.contains("does not hold it"));
  }

  @ParameterizedTest
  @CsvSource({
    "headscale_0.22.3_dump.sql, 0",
    "0-22-3-to-0-23-0-routes-are-dropped-2063_dump.sql, 14",
    "0-23-0-to-0-24-0-no-more-special-types_dump.sql, 0",
    "from_nblock_db01__0.14.0__0.24.0.sql, 0",
    "headscale_0.25.0_dump.sql, 0",
  })
  void anOldDatabaseBecomesTheNewestReleaseInOneStepOnBothEngines(String dump, int least)
      throws Exception {
    Path old = Fixtures.sqlite(dump, room.folder().resolve("old.sqlite"));
    String from = "headscale+sqlite:" + old;
    String sqlite = "headscale+sqlite:" + room.folder().resolve("new.sqlite");
    for (String to : List.of(postgres, sqlite)) {
      migrated(from, to);
      JsonNode proof = verified(from, to);
      assertThat(proof.at("/target/release").asText()).startsWith("0.29");
      assertThat(proof.at("/kinds/nodes/source/count").asInt()).isGreaterThanOrEqualTo(least);
    }
    verified(postgres, sqlite);
  }

  @Test
  void aDumpIsASourceAndPostgresIsWrittenAsSqlite() throws Exception {
    Path set = Fixtures.copySet("0.28.0-postgres", room.folder());
    String dump = "headscale+pgdump:" + set.resolve("db.sql");
    String sqlite = "headscale+sqlite:" + room.folder().resolve("db.sqlite");
    migrated(dump, postgres, "--schema", "0.28");
    assertThat(verified(dump, postgres).at("/kinds/nodes/source/count").asInt()).isEqualTo(34);
    migrated(postgres, sqlite, "--schema", "0.28");
    verified(postgres, sqlite);
    verified(dump, sqlite);

    cli.run("plan", "--from", dump, "--to", sqlite, "--schema", "0.29")
        .failsWith("was written by Headscale 0.28.0, not 0.29");
    Outcome inspected = cli.run("inspect", "--from", sqlite, "-o", "json").exits(0);
    assertThat(inspected.json().at("/source/release").asText()).isEqualTo("0.28.0");
  }

  @Test
  void aWholeServerIsWrittenAsAFolder() throws Exception {
    Path set = Fixtures.copySet("0.29.2-sqlite", room.folder());
    String from = "headscale:" + set.resolve("config.yaml");
    Path folder = room.folder().resolve("server");
    String migration = migrated(from, "headscale:" + folder);
    assertThat(folder.resolve("config.yaml")).exists();
    verified(from, "headscale:" + folder);
    cli.run("inspect", "--from", "headscale:" + folder).exits(0);
    cli.run("rollback", "--to", "headscale:" + folder, migration).exits(0);
    assertThat(Files.exists(folder.resolve("config.yaml"))).isFalse();
  }

  @Test
  void taggedNodesGoToTheNamedOwnerWhereAReleaseNeedsOne() throws Exception {
    Path set = Fixtures.copySet("0.29.2-sqlite", room.folder());
    String from = "headscale+sqlite:" + set.resolve("db.sqlite");
    Path file = room.folder().resolve("old.sqlite");
    String to = "headscale+sqlite:" + file;
    Outcome refused = cli.run("plan", "--from", from, "--to", to, "--schema", "0.27").exits(2);
    assertThat(refused.out()).contains("TAGGED_OWNER_MISSING");
    cli.run("plan", "--from", from, "--to", to, "--schema", "0.27", "--tagged-owner", "nobody")
        .exits(2);
    Object _ = migrated(from, to, "--schema", "0.27", "--tagged-owner", "frank");
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      String owners =
          "SELECT group_concat(DISTINCT coalesce(u.name, 'nobody')) FROM nodes n"
              + " LEFT JOIN users u ON u.id = n.user_id"
              + " WHERE n.forced_tags NOT IN ('null', '[]', '')";
      assertThat(query(connection, owners)).isEqualTo("frank");
    }
  }

  @Test
  void mistakesAreAnsweredWithASentence() throws Exception {
    Path set = Fixtures.copySet("0.28.0-postgres", room.folder());
    Path custom = Files.writeString(room.folder().resolve("db.dump"), "PGDMP");
    String dump = "headscale+pgdump:" + set.resolve("db.sql");
    cli.run("inspect", "--from", "headscale+pgdump:" + custom)
        .failsWith("pg_restore -f " + room.folder() + "/db.sql " + custom);
    cli.run("plan", "--from", dump, "--to", dump).failsWith("a dump can only be read");
    cli.run("plan", "--from", dump, "--to", postgres, "--schema", "0.31").failsWith("--schema");
    cli.run("plan", "--from", dump, "--to", "bundle:x", "--plain", "--schema", "0.29")
        .failsWith("--schema, --database and --tagged-owner");
    cli.run("plan", "--from", dump, "--to", postgres, "--database", "sqlite")
        .failsWith("--database is for headscale:DIR");
    cli.with("PGPASSWORD", "wrong")
        .run("plan", "--from", dump, "--to", postgres)
        .failsWith("refuses the password");
  }
}
