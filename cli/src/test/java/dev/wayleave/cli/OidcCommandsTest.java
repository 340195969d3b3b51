package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.testkit.fixture.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `wayleave oidc` on the files of a real server.
class OidcCommandsTest {
  private static final String ENDPOINT = "headscale:0.29.2-sqlite/config.yaml";
  private static final String DATABASE = "0.29.2-sqlite/db.sqlite";
  private static final String ISSUER = "https://old.example/realms/a";
  private static final String OLD = "https://old.example/realms/a/";
  private static final String NEW = "https://new.example/realms/b/";

  @TempDir Path folder;
  private CommandRun command;

  @BeforeEach
  void writeServer() throws IOException {
    Fixtures.copySet("0.29.2-sqlite", folder);
    Fixtures.sqliteOf(
        "INSERT INTO users (id, name, email, provider_identifier, provider) VALUES"
            + " (701, 'zoe', 'zoe@example.com', '"
            + OLD
            + "1', 'oidc'), (702, 'yan', 'yan@example.com', '"
            + OLD
            + "2', 'oidc')",
        folder.resolve("0.29.2-sqlite/db.sqlite"));
    Files.writeString(
        folder.resolve("map.csv"), "old,new\n%s1,%sone\n%s2,%stwo\n".formatted(OLD, NEW, OLD, NEW));
    command = new CommandRun(folder);
  }

  private List<Path> named(String part) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("0.29.2-sqlite"))) {
      return files.filter(file -> file.getFileName().toString().contains(part)).toList();
    }
  }

  private int apply(String... more) {
    return command.run(
        Stream.concat(
                Stream.of(
                    "oidc",
                    "apply",
                    "--endpoint",
                    ENDPOINT,
                    "--from-issuer",
                    ISSUER,
                    "--map",
                    "map.csv"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private List<String> identifiers() throws SQLException {
    List<String> identifiers = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(DATABASE));
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT provider_identifier FROM users WHERE id > 700 ORDER BY id")) {
      while (row.next()) {
        identifiers.add(row.getString(1));
      }
    }
    return identifiers;
  }

  @Test
  void appliesWhatItShowsVerifiesItAndTakesItBack() throws Exception {
    assertThat(apply("--yes")).as(command.err()).isZero();
    assertThat(command.out())
        .contains("matched     user 701 (zoe)", "old " + OLD + "1", "new " + NEW + "one")
        .contains("2 changes.", "Applied.", "db.sqlite.before-oidc-", "journal: ");
    assertThat(identifiers()).containsExactly(NEW + "one", NEW + "two");
    Path journal = named(".journal").getFirst();
    assertThat(command.out())
        .endsWith(
            "Take it back with: wayleave oidc rollback %s\njournal: %s\n"
                .formatted(journal, journal));
    for (Path kept : List.of(journal, named(".before-oidc-").getFirst())) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
          .isEqualTo("rw-------");
    }

    assertThat(command.run("oidc", "verify", journal.toString())).as(command.err()).isZero();
    assertThat(command.out()).isEqualTo("All of it is there: 2 changes.\n");

    assertThat(command.run("oidc", "rollback", journal.toString())).as(command.err()).isZero();
    assertThat(command.out()).startsWith("Taken back: headscale:");
    assertThat(identifiers()).containsExactly(OLD + "1", OLD + "2");
    assertThat(command.run("oidc", "verify", journal.toString())).isEqualTo(2);
    assertThat(command.out())
        .contains("! User 701 (zoe) is not known as " + NEW + "one.", "4 differences.");
  }

  private static String user(JsonNode printed, int id) {
    for (JsonNode row : printed.path("users")) {
      if (row.path("id").asInt() == id) {
        return row.toString();
      }
    }
    return "nobody";
  }

  @Test
  void planChangesNothingAndIsAppliedFromItsFile() throws Exception {
    assertThat(
            command.run(
                "oidc",
                "plan",
                "--endpoint",
                ENDPOINT,
                "--from-issuer",
                ISSUER,
                "--map",
                "map.csv",
                "--out",
                "oidc.plan",
                "-o",
                "json"))
        .as(command.err())
        .isEqualTo(2);
    JsonNode printed = new ObjectMapper().readTree(command.out());
    assertThat(printed.fieldNames())
        .toIterable()
        .containsExactly(
            "format",
            "endpoint",
            "place",
            "state",
            "blocked",
            "counts",
            "users",
            "changes",
            "findings",
            "policy");
    assertThat(printed.path("blocked").asBoolean(true)).isFalse();
    assertThat(printed.path("counts").path("already-new").asInt(-1)).isZero();
    assertThat(user(printed, 701))
        .isEqualTo(
            """
            {"id":701,"name":"zoe","email":"zoe@example.com","old":"%s1","new":"%sone",\
            "class":"matched","how":"map: %s, line 2","left":false}\
            """
                .formatted(OLD, NEW, folder.resolve("map.csv")));
    assertThat(printed.at("/changes/0/type").asText()).isEqualTo("rewrite");
    assertThat(printed.at("/changes/0/after/identifier").asText()).isEqualTo(NEW + "one");
    assertThat(printed.at("/policy/text").isNull()).isTrue();
    assertThat(identifiers()).containsExactly(OLD + "1", OLD + "2");

    assertThat(command.run("oidc", "apply", "oidc.plan", "--yes", "--journal", "here.journal"))
        .as(command.err())
        .isZero();
    assertThat(identifiers()).containsExactly(NEW + "one", NEW + "two");
    assertThat(folder.resolve("here.journal")).exists();

    assertThat(command.run("oidc", "apply", "oidc.plan", "--yes")).isEqualTo(1);
    assertThat(command.err()).contains("changed since the plan was saved; nothing was applied");
    assertThat(command.run("oidc", "verify", "oidc.plan")).isZero();
  }

  @Test
  void asksBeforeItChangesAnything() throws Exception {
    command.typing("no\n");
    assertThat(apply()).isEqualTo(1);
    assertThat(command.err()).contains("Change this in Headscale 0.29.2", "answer was not yes");
    assertThat(identifiers()).containsExactly(OLD + "1", OLD + "2");
    assertThat(named(".journal")).isEmpty();
    assertThat(named(".before-oidc-")).isEmpty();
  }

  @Test
  void blockersKeepItFromApplying() throws Exception {
    Files.writeString(folder.resolve("map.csv"), "old,new\n%s1,%sone\n".formatted(OLD, NEW));
    assertThat(apply("--yes")).isEqualTo(2);
    assertThat(command.err()).contains("nothing was applied; blockers forbid it");
    assertThat(identifiers()).containsExactly(OLD + "1", OLD + "2");
  }

  @Test
  void refusesToTakeBackWhereALoginChangedARow() throws Exception {
    assertThat(apply("--yes")).isZero();
    Fixtures.sqliteOf(
        "UPDATE users SET email = 'zoe@new.example', updated_at = '2026-11-23 00:00:00+00:00'"
            + " WHERE id = 701",
        folder.resolve(DATABASE));
    assertThat(command.run("oidc", "rollback", named(".journal").getFirst().toString()))
        .isEqualTo(2);
    assertThat(command.err()).contains("users row 701 (updated_at, email)", "nothing was undone");
    assertThat(identifiers()).containsExactly(NEW + "one", NEW + "two");
  }

  @Test
  void saysWhatAFileIsThatIsNoJournal() throws Exception {
    Files.writeString(folder.resolve("odd"), "{}");
    assertThat(command.run("oidc", "rollback", "odd")).isEqualTo(1);
    assertThat(command.err()).contains("odd is neither a plan nor a journal of wayleave oidc.");
    assertThat(command.run("oidc", "apply", "--endpoint", "tailscale:", "--yes")).isEqualTo(1);
    assertThat(command.err()).contains("tailscale: holds no identities that could be changed");
  }
}
