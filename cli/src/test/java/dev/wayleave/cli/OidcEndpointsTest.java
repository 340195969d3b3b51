package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.database.Database;
import dev.wayleave.testkit.database.TemplateDatabase;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.fixture.PgDumpLoader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `wayleave oidc` on stores of every kind, with everything that a plan takes.
class OidcEndpointsTest {
  private static final String OLD = "https://old.example/realms/a";
  private static final String NEW = "https://new.example/realms/b";
  private static final String PEOPLE =
      """
      sub,username,email,email_verified
      one,zoe,zoe@example.com,true
      two,yan,yan@example.com,true
      """;

  @TempDir Path folder;

  private int run(CommandRun command, String verb, String... words) {
    return command.run(
        Stream.concat(Stream.of("oidc", verb), Stream.of(words)).toArray(String[]::new));
  }

  private String[] byEmail(String endpoint, String... more) throws IOException {
    Files.writeString(folder.resolve("people.csv"), PEOPLE);
    return Stream.concat(
            Stream.of("--endpoint", endpoint, "--from-issuer", OLD, "--to-issuer", NEW),
            Stream.concat(
                Stream.of("--match", "email", "--directory", "people.csv"), Stream.of(more)))
        .toArray(String[]::new);
  }

  private static String people(String time) {
    return "INSERT INTO users (id, created_at, name, email, provider_identifier, provider) VALUES"
        + " (701, %1$s, 'zoe', 'zoe@example.com', '%2$s/1', 'oidc'),".formatted(time, OLD)
        + " (702, %1$s, 'yan', 'yan@example.com', '%2$s/2', 'oidc')".formatted(time, OLD);
  }

  private static List<String> identifiers(Connection connection) throws SQLException {
    List<String> identifiers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT provider_identifier FROM users WHERE id > 700 ORDER BY id")) {
      while (row.next()) {
        identifiers.add(row.getString(1));
      }
    }
    return identifiers;
  }

  private List<String> inFile() throws SQLException {
    try (Connection connection =
        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"))) {
      return identifiers(connection);
    }
  }

  private String sqlite(String... statements) {
    Path set = Fixtures.copySet("0.29.2-sqlite", folder);
    Path file = folder.resolve("db.sqlite");
    try {
      Files.copy(set.resolve("db.sqlite"), file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Fixtures.sqliteOf(people("'2026-01-01 00:00:00+00:00'"), file);
    for (String statement : statements) {
      Fixtures.sqliteOf(statement, file);
    }
    return "headscale+sqlite:" + file;
  }

  @Test
  void aDatabaseOfPostgresIsChangedVerifiedAndPutBack() throws Exception {
    TemplateDatabase template = TemplateDatabase.migratedBy("oidc_commands", _ -> {});
    Database database = template.copy();
    try {
      try (Connection connection = database.connect();
          Statement statement = connection.createStatement()) {
        PgDumpLoader.load(connection, Fixtures.text("0.25.1-postgres", "db.sql"), "headscale");
        statement.execute(people("now()"));
      }
      int port = URI.create(database.jdbcUrl().substring("jdbc:".length())).getPort();
      String endpoint =
          "headscale+postgres://%s@127.0.0.1:%d/%s?sslmode=disable"
              .formatted(database.user(), port, database.name());
      CommandRun command = new CommandRun(folder).with("PGPASSWORD", database.password());

      assertThat(run(command, "apply", byEmail(endpoint, "--yes", "--journal", "j")))
          .as("%s%s", command.out(), command.err())
          .isZero();
      try (Connection connection = database.connect()) {
        // 0.25 puts one slash between issuer and subject, whatever they end with.
        assertThat(identifiers(connection)).containsExactly(NEW + "/one", NEW + "/two");
      }
      assertThat(command.out()).endsWith("journal: " + folder.resolve("j") + "\n");
      assertThat(run(command, "verify", "j")).as(command.err()).isZero();
      assertThat(run(command, "rollback", "j")).as(command.err()).isZero();
      try (Connection connection = database.connect()) {
        assertThat(identifiers(connection)).containsExactly(OLD + "/1", OLD + "/2");
      }
    } finally {
      template.drop(database);
    }
  }

  @Test
  void aBundleIsChangedVerifiedAndPutBack() throws Exception {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("headscale", "0.29.2", "sqlite"));
    inventory.add(user(1, "zoe", new Identity("oidc", OLD + "/1", OLD, "1")));
    inventory.add(user(2, "yan", new Identity("oidc", OLD + "/2", null, null)));
    Reading reading = new Reading(inventory.build(), new Counts(2, 0, 0, 0, 0, 0), List.of());
    Path bundle = folder.resolve("t.wl");
    try (OutputStream out = Files.newOutputStream(bundle)) {
      new BundleWriter(CommandRun.NOW, new Protection.Plain(), false)
          .write(reading, out, Progress.SILENT);
    }
    byte[] before = Files.readAllBytes(bundle);
    CommandRun command = new CommandRun(folder);

    assertThat(run(command, "apply", byEmail("bundle:t.wl", "--yes", "--journal", "j")))
        .as("%s%s", command.out(), command.err())
        .isZero();
    assertThat(Files.readAllBytes(bundle)).isNotEqualTo(before);
    assertThat(run(command, "verify", "j")).as(command.err()).isZero();
    assertThat(run(command, "plan", byEmail("bundle:t.wl"))).as(command.out()).isZero();
    assertThat(command.out()).containsPattern("already-new +2");
    assertThat(run(command, "rollback", "j")).as(command.err()).isZero();
    assertThat(Files.readAllBytes(bundle)).isEqualTo(before);
  }

  private static User user(long id, String name, Identity identity) {
    return new User(
        new UserId(id),
        name,
        "",
        name + "@example.com",
        "",
        List.of(identity),
        Set.of(),
        CommandRun.NOW);
  }

  @Test
  void whoIsLeftBlocksNothingAndWhoCollidesIsNamed() throws Exception {
    String endpoint = sqlite();
    Files.writeString(folder.resolve("map.csv"), "old,new\nyan,one\n");
    CommandRun command = new CommandRun(folder);

    assertThat(run(command, "apply", byEmail(endpoint, "--map", "map.csv", "--yes"))).isEqualTo(2);
    assertThat(command.out())
        .contains("collision   user 701 (zoe)", "collision   user 702 (yan)")
        .contains("which user 702 has or gets too");
    assertThat(command.err()).contains("IDENTITY_COLLISION");
    assertThat(inFile()).containsExactly(OLD + "/1", OLD + "/2");

    assertThat(
            run(command, "apply", byEmail(endpoint, "--map", "map.csv", "--leave", "zoe", "--yes")))
        .as("%s%s", command.out(), command.err())
        .isZero();
    assertThat(inFile()).containsExactly(OLD + "/1", NEW + "/one");
  }

  @Test
  void anIdentifierThatADeletedUserKeepsIsToldByThePlan() throws Exception {
    String endpoint =
        sqlite(
            "INSERT INTO users (id, name, provider_identifier, deleted_at) VALUES (700, 'gone', '"
                + NEW
                + "/one', '2026-01-01 00:00:00+00:00')");
    CommandRun command = new CommandRun(folder);

    assertThat(run(command, "plan", byEmail(endpoint))).isEqualTo(2);
    assertThat(command.out())
        .contains("collision   user 701 (zoe)", "users row 700, a deleted user, keeps");
  }

  @Test
  void duplicatesAreMergedByNameOrByKind() throws Exception {
    String endpoint =
        sqlite(
            "INSERT INTO users (id, name, email, provider_identifier, provider) VALUES (703,"
                + " 'zoe2', 'zoe@example.com', '"
                + NEW
                + "/one', 'oidc')");
    CommandRun command = new CommandRun(folder);

    assertThat(run(command, "plan", byEmail(endpoint))).isEqualTo(2);
    assertThat(command.out()).contains("DUPLICATES", "--merge user:701=user:703");
    for (String[] how :
        List.of(
            new String[] {"--repair", "duplicates"},
            new String[] {"--merge", "user:701=user:703"})) {
      assertThat(
              run(
                  command,
                  "apply",
                  byEmail(endpoint, how[0], how[1], "--yes", "--journal", how[1])))
          .as("%s%s", command.out(), command.err())
          .isZero();
      assertThat(inFile()).containsExactly(NEW + "/one", NEW + "/two");
      assertThat(run(command, "rollback", how[1])).as(command.err()).isZero();
      assertThat(inFile()).containsExactly(OLD + "/1", OLD + "/2", NEW + "/one");
      // The clock stands, and no copy is written over.
      Files.delete(folder.resolve("db.sqlite.before-oidc-20261122-100000"));
    }
  }

  @Test
  void pairwiseSubjectsAreExpectedAndTheTwoStepsAreSpelledOut() throws Exception {
    CommandRun command = new CommandRun(folder);
    assertThat(run(command, "plan", byEmail(sqlite(), "--pairwise"))).isZero();
    assertThat(command.out())
        .contains("expected    user 701 (zoe)", "IDENTITY_EXPECTED", "--merge user:701=user:NEW");
  }

  @Test
  void aDatabaseThatAProcessHasOpenIsRefusedUnlessToldOtherwise() throws Exception {
    String endpoint = sqlite();
    CommandRun command = new CommandRun(folder);
    try (Connection open =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("db.sqlite"));
        Statement statement = open.createStatement()) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.executeQuery("SELECT count(*) FROM users").close();

      assertThat(run(command, "apply", byEmail(endpoint, "--yes"))).isNotZero();
      assertThat(command.err()).contains("db.sqlite");
      assertThat(inFile()).containsExactly(OLD + "/1", OLD + "/2");

      assertThat(run(command, "apply", byEmail(endpoint, "--yes", "--while-running")))
          .as("%s%s", command.out(), command.err())
          .isZero();
      assertThat(command.out()).contains("Restart Headscale now");
    }
    assertThat(inFile()).containsExactly(NEW + "/one", NEW + "/two");
  }
}
