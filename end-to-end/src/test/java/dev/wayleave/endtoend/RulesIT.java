package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What `plan`, `apply`, `verify` and `rollback` promise.
class RulesIT {
  private final Room room = new Room();
  private final Coordinator coordinator = SharedCoordinator.COORDINATOR;
  private final String to = coordinator.endpoint();
  private final Path file = room.folder().resolve("source.wayleave");

  @AfterEach
  void end() throws Exception {
    room.close();
    SharedCoordinator.empty();
  }

  private Outcome cli(String... arguments) throws IOException, InterruptedException {
    return coordinator.cli(room).run(arguments);
  }

  @Test
  void aSavedPlanIsRefusedOnceTheTargetOrTheSourceChanged() throws Exception {
    String from = Bundles.of(file, TailnetBuilder.seeded(2));
    String plan = room.folder().resolve("plan.json").toString();
    cli("plan", "--from", from, "--to", to, "--out", plan).exits(2);
    String user = createUser("in-between");
    Outcome refused = cli("apply", plan, "--yes", "-o", "json");
    refused.failsWith("the target " + to + " changed since the plan was saved");
    deleteUser(user);

    Bundles.of(file, TailnetBuilder.seeded(3));
    refused = cli("apply", plan, "--yes", "-o", "json");
    refused.failsWith("the source " + from + " changed since the plan was saved");
    assertThat(coordinator.applied()).isEmpty();

    Bundles.of(file, TailnetBuilder.seeded(2));
    cli("apply", plan, "--yes").exits(0);
  }

  @Test
  void applyingTwiceChangesNothingAndRollingBothBackRestoresTheDigests() throws Exception {
    JsonNode before = coordinator.kinds();
    String from = Bundles.of(file, TailnetBuilder.seeded(4));
    String first = migration(cli("apply", "--from", from, "--to", to, "--yes", "-o", "json"));
    JsonNode after = coordinator.kinds();
    assertThat(after).isNotEqualTo(before);
    cli("verify", "--from", from, "--to", to).exits(0);
    cli("plan", "--from", from, "--to", to).exits(0);

    String second = migration(cli("apply", "--from", from, "--to", to, "-o", "json"));
    assertThat(coordinator.kinds()).isEqualTo(after);
    if (!second.isEmpty()) {
      cli("rollback", "--to", to, second).exits(0);
      assertThat(coordinator.kinds()).isEqualTo(after);
    }
    cli("rollback", "--to", to, first).exits(0);
    assertThat(coordinator.kinds()).isEqualTo(before);
  }

  @Test
  void aRollbackThatWouldLoseALaterEditIsRefusedWithTheList() throws Exception {
    String from = Bundles.of(file, TailnetBuilder.seeded(5));
    String migration = migration(cli("apply", "--from", from, "--to", to, "--yes", "-o", "json"));
    JsonNode node = coordinator.get("/nodes?limit=1").path("items").path(0);
    String path = "/nodes/" + node.path("id").asText() + "/rename";
    String before = node.path("name").asText();
    assertThat(coordinator.send("POST", path, "{\"name\":\"edited-later\"}").statusCode())
        .isEqualTo(200);
    JsonNode edited = coordinator.kinds();

    Outcome refused = cli("rollback", "--to", to, migration);
    refused.exits(2).saysOneSentence("nothing was taken back");
    assertThat(refused.out()).contains("edited-later");
    assertThat(coordinator.kinds()).isEqualTo(edited);
    assertThat(coordinator.send("POST", path, "{\"name\":\"" + before + "\"}").statusCode())
        .isEqualTo(200);
  }

  @Test
  void twoImportsThatCollideAreBlockedWithStatus2AndChangeNothing() throws Exception {
    String one = Bundles.of(file, TailnetBuilder.seeded(6));
    Path other = Fixtures.copySet("0.29.2-sqlite", room.folder());
    String two = "headscale:" + other.resolve("config.yaml");
    cli("apply", "--from", one, "--to", to, "--yes").exits(0);
    JsonNode kinds = coordinator.kinds();

    Outcome blocked = cli("apply", "--from", two, "--to", to, "--yes", "-o", "json");
    blocked.exits(2).saysOneSentence("nothing was applied");
    JsonNode findings = blocked.json().path("plan").path("findings");
    assertThat(findings.findValuesAsText("level")).contains("BLOCKER");
    assertThat(blocked.json().path("applied").asBoolean()).isFalse();
    assertThat(coordinator.kinds()).isEqualTo(kinds);
  }

  @Test
  void aLossStopsApplyingWithStatus2UntilItsCodeIsAccepted() throws Exception {
    Path set = Fixtures.copySet("0.29.2-sqlite", room.folder());
    Files.delete(set.resolve("extra_records.json"));
    String from = "headscale:" + set.resolve("config.yaml");

    Outcome stopped = cli("apply", "--from", from, "--to", to, "--yes", "-o", "json");
    stopped.exits(2).saysOneSentence("--accept CODE");
    String code = lossy(stopped.json().path("plan").path("findings"));
    assertThat(stopped.err()).contains(code);
    assertThat(coordinator.applied()).isEmpty();

    cli("apply", "--from", from, "--to", to, "--yes", "--accept", code).exits(0);
    assertThat(coordinator.applied()).hasSize(1);
  }

  private static String lossy(JsonNode findings) {
    for (JsonNode finding : findings) {
      if (finding.path("level").asText().equals("LOSSY")) {
        return finding.path("code").asText();
      }
    }
    throw new AssertionError("no LOSSY finding in " + findings);
  }

  private static String migration(Outcome applied) {
    JsonNode document = applied.exits(0).json();
    assertThat(document.path("applied").asBoolean()).isTrue();
    return document.path("migration").asText();
  }

  private String createUser(String name) throws IOException, InterruptedException {
    HttpResponse<String> made = coordinator.send("POST", "/users", "{\"name\":\"" + name + "\"}");
    assertThat(made.statusCode()).isEqualTo(201);
    for (JsonNode user : coordinator.get("/users?limit=1000").path("items")) {
      if (user.path("name").asText().equals(name)) {
        return user.path("id").asText();
      }
    }
    throw new AssertionError("the new user is not listed");
  }

  private void deleteUser(String id) throws IOException, InterruptedException {
    assertThat(coordinator.send("DELETE", "/users/" + id, "").statusCode()).isIn(200, 204);
  }
}
