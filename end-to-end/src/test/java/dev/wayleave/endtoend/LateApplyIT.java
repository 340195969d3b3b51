package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.wayleave.testkit.fixture.Fixtures;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A take-over: the tailnet is carried over while Headscale runs, Headscale's database changes
/// afterwards, and a second, late apply carries over only that.
class LateApplyIT {
  private final Room room = new Room();

  @AfterEach
  void end() {
    room.close();
  }

  @Test
  void aLateSecondApplyCarriesOverOnlyWhatChangedSince() throws Exception {
    Coordinator coordinator = SharedCoordinator.COORDINATOR;
    Path set = Fixtures.copySet("0.29.2-sqlite", room.folder());
    String from = "headscale:" + set.resolve("config.yaml");
    String to = coordinator.endpoint();
    Cli cli = coordinator.cli(room);
    try {
      cli.run("apply", "--from", from, "--to", to, "--yes").exits(0);
      // What Wayleave's own administrator did meanwhile must survive.
      cli.run("nodes", "rename", "-i", "2", "renamed-here", "--to", to).exits(0);
      change(set.resolve("db.sqlite"));

      JsonNode plan =
          cli.run("apply", "--from", from, "--to", to, "--yes", "-o", "json")
              .exits(0)
              .json()
              .path("plan");

      assertThat(written(plan))
          .containsExactlyInAnyOrder("create users/4711", "update nodes/1", "delete nodes/3");
      JsonNode nodes = coordinator.get("/nodes?limit=100").path("items");
      assertThat(node(nodes, 1).path("name").asText()).isEqualTo("renamed-there");
      assertThat(node(nodes, 1).path("expiry").asText()).startsWith("2031-02-03T04:05:06");
      assertThat(node(nodes, 2).path("name").asText()).isEqualTo("renamed-here");
      assertThat(node(nodes, 3).isMissingNode()).isTrue();

      JsonNode third =
          cli.run("apply", "--from", from, "--to", to, "--yes", "-o", "json")
              .exits(0)
              .json()
              .path("plan");
      assertThat(written(third)).as("nothing changed since").isEmpty();
    } finally {
      // What was edited here would forbid to take the first migration back.
      Object _ = cli.run("nodes", "rename", "-i", "2", "laptop", "--to", to);
      SharedCoordinator.empty();
    }
  }

  @Test
  void theCheckPrintsStepsAndTheWatchWhoIsNotBackAndWhy() throws Exception {
    Coordinator coordinator = SharedCoordinator.COORDINATOR;
    Path set = Fixtures.copySet("0.29.2-sqlite", room.folder());
    String from = "headscale:" + set.resolve("config.yaml");
    String to = coordinator.endpoint();
    Cli cli = coordinator.cli(room);
    try {
      Outcome checked =
          cli.run("cutover", "check", "--from", from, "--to", to, "--no-running", "-o", "json");
      assertThat(checked.exit()).as(checked.err()).isIn(0, 2);
      JsonNode check = checked.json();
      assertThat(check.path("release").asText()).isEqualTo("0.29.2");
      assertThat(check.path("findings").findValuesAsText("code"))
          .contains("CUTOVER_NOISE_KEY_UNCHECKED", "CUTOVER_OIDC", "CUTOVER_RELAY");
      assertThat(check.path("unchecked").findValuesAsText("code")).contains("SHADOW_UNCHECKED");
      assertThat(check.path("differences")).isEmpty();
      assertThat(check.path("steps").size()).isGreaterThan(5);
      assertThat(check.toString())
          .as("no secret is printed")
          .doesNotContain("privkey:", "not-a-secret");

      cli.run("apply", "--from", from, "--to", to, "--yes").exits(0);
      JsonNode watch =
          cli.run(
                  "cutover",
                  "watch",
                  "--from",
                  from,
                  "--url",
                  to,
                  "--once",
                  "--silent",
                  "90y",
                  "-o",
                  "json")
              .exits(2)
              .json();
      assertThat(watch.path("nodes").size()).isEqualTo(33);
      JsonNode client = node(watch.path("nodes"), 31);
      assertThat(client.path("state").asText()).isEqualTo("NOT_BACK");
      assertThat(client.path("why").asText()).isEqualTo("never seen since the take-over");
    } finally {
      SharedCoordinator.empty();
    }
  }

  /// What people and devices do at Headscale between the two.
  private static void change(Path database) throws Exception {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = sqlite.createStatement()) {
      statement.executeUpdate(
          "INSERT INTO users (id, created_at, updated_at, name, display_name, email) VALUES (4711,"
              + " '2026-11-21 10:00:00+00:00', '2026-11-21 10:00:00+00:00', 'late', '', '')");
      statement.executeUpdate(
          "UPDATE nodes SET given_name = 'renamed-there', expiry = '2031-02-03 04:05:06+00:00'"
              + " WHERE id = 1");
      statement.executeUpdate("DELETE FROM nodes WHERE id = 3");
    }
  }

  private static List<String> written(JsonNode plan) {
    List<String> written = new ArrayList<>();
    for (JsonNode item : plan.path("items")) {
      String op = item.path("op").asText();
      if (List.of("create", "update", "delete").contains(op)) {
        written.add(op + " " + item.path("ref").asText());
      }
    }
    return written;
  }

  private static JsonNode node(JsonNode nodes, int id) {
    return StreamSupport.stream(nodes.spliterator(), false)
        .filter(node -> node.path("id").asInt() == id)
        .findFirst()
        .orElseGet(() -> MissingNode.getInstance());
  }
}
