package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.fixture.Fixtures;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a newcomer sees, and sees again.
class TryIT {
  private final Room room = new Room();
  private final Path data = room.folder().resolve("data");

  @AfterEach
  void end() {
    room.close();
  }

  @Test
  void theSampleIsImportedOnceAndReopenedAfterSigtermAndAfterAKilledCoordinator() throws Exception {
    Running first = begin();
    Coordinator coordinator = ready(first);
    String out = Files.readString(first.out());
    assertThat(out)
        .contains("Migration plan")
        .contains("Applied as migration ")
        .contains("In force now: the Noise key with the public half mkey:")
        .contains("Admin API key: " + coordinator.key() + "\n")
        .contains("What to do next")
        .containsPattern("(?m)^Wayleave is ready at http://127\\.0\\.0\\.1:\\d+$");
    assertThat(Files.readString(data.resolve("coordinator.log"))).contains("Wayleave is ready");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    assertServerUrlIsWhereItListens(first, coordinator);
    JsonNode kinds = coordinator.kinds();
    assertThat(coordinator.get("/nodes?limit=1000").path("items")).hasSize(33);
    assertThat(coordinator.applied()).hasSize(1);
    first.terminate();
    assertThat(Room.databasesBelow(room.folder())).isEmpty();

    Running second = begin();
    Coordinator reopened = ready(second);
    assertSame(second, reopened, kinds, coordinator.key());
    coordinatorOf(second).destroyForcibly();
    second.end().exits(1);
    assertThat(Files.readString(second.err())).contains("the coordinator ended with status 137");
    assertThat(Room.databasesBelow(room.folder())).as("what a killed one leaves").isNotEmpty();

    Running third = begin();
    assertSame(third, ready(third), kinds, coordinator.key());
    assertSecondIsRefused(third);
    third.terminate();
    assertThat(Room.databasesBelow(room.folder())).isEmpty();
  }

  private static void assertServerUrlIsWhereItListens(Running running, Coordinator coordinator)
      throws Exception {
    assertThat(coordinator.get("/settings").path("serverUrl").asText())
        .isEqualTo(coordinator.url());
    assertThat(Files.readString(running.err()))
        .contains("the server URL is " + coordinator.url() + ", whatever an import brings");
    assertThat(Files.readString(running.out()))
        .contains("The server URL stays " + coordinator.url() + ", which --server-url sets;");
  }

  private static void assertSame(
      Running running, Coordinator coordinator, JsonNode kinds, String key) throws Exception {
    assertThat(coordinator.kinds()).isEqualTo(kinds);
    assertThat(coordinator.applied()).hasSize(1);
    assertThat(coordinator.key()).isEqualTo(key);
    assertThat(Files.readString(running.err())).contains("this data holds a migration already");
    assertThat(Files.readString(running.out())).doesNotContain("Admin API key:", key, "Applied as");
  }

  /// Beside one that serves.
  private void assertSecondIsRefused(Running serving) throws Exception {
    Outcome refused = begin().end().exits(1);
    assertThat(refused.err())
        .contains("the coordinator ended with status 1; its log is ")
        .contains("process " + coordinatorOf(serving).pid());
    assertThat(serving.process().isAlive()).isTrue();
  }

  @Test
  void aKilledTryTakesItsCoordinatorWithItAndTheNextReopensTheData() throws Exception {
    Running first = begin();
    JsonNode kinds = ready(first).kinds();
    ProcessHandle orphan = coordinatorOf(first);
    first.kill();
    Await.until("the coordinator ended", Running.LIMIT, () -> !orphan.isAlive());
    Await.until("its database ended", () -> Room.databasesBelow(room.folder()).isEmpty());
    assertThat(Files.readString(data.resolve("coordinator.log")))
        .contains("What started this coordinator has ended; the coordinator stops.");

    assertThat(ready(begin()).kinds()).isEqualTo(kinds);
  }

  @Test
  void aBundleIsTakenInThePlaceOfTheSample() throws Exception {
    String bundle =
        Bundles.of(room.folder().resolve("mine"), TailnetBuilder.seeded(1).nodes(17).users(4));
    Running running = begin("--from", bundle);
    Coordinator coordinator = ready(running);
    assertThat(coordinator.get("/nodes?limit=1000").path("items")).hasSize(17);
    Outcome verified =
        coordinator.cli(room).run("verify", "--from", bundle, "--to", coordinator.endpoint());
    verified.exits(0);
  }

  @Test
  void aHeadscaleServerIsTakenInThePlaceOfTheSample() throws Exception {
    Path set = Fixtures.copySet("0.27.1-sqlite", room.folder());
    Running running = begin("--from", "headscale:" + set.resolve("config.yaml"));
    Coordinator coordinator = ready(running);
    String out = Files.readString(running.out());
    assertThat(out).contains("(headscale 0.27.1, sqlite)");
    JsonNode migration = coordinator.get("/migrations/" + coordinator.applied().getFirst());
    assertThat(migration.path("notes")).as("asked for again").isNotEmpty();
    for (JsonNode note : migration.path("notes")) {
      assertThat(out).contains(note.asText() + "\n");
    }
  }

  @Test
  void aSourceThatCannotBeReadEndsTheCoordinatorToo() throws Exception {
    Outcome failed = begin("--from", "headscale:nothing.yaml").end().exits(1);
    assertThat(failed.err()).contains("nothing.yaml does not exist");
    assertThat(failed.out()).doesNotContain("Wayleave is ready");
    String url = Files.readString(data.resolve("server.url")).strip();
    assertThatThrownBy(() -> URI.create(url + "/health").toURL().openStream().close())
        .isInstanceOf(ConnectException.class);
    assertThat(Room.databasesBelow(room.folder())).isEmpty();
  }

  private Running begin(String... more) throws IOException {
    String[] command = new String[more.length + 5];
    command[0] = "try";
    command[1] = "--data";
    command[2] = data.toString();
    command[3] = "--listen";
    command[4] = "127.0.0.1:" + Room.freePort();
    System.arraycopy(more, 0, command, 5, more.length);
    return Cli.in(room)
        .with("WAYLEAVE_METRICS_LISTEN", "127.0.0.1:" + Room.freePort())
        .start(command);
  }

  /// Healthy when it says so.
  private Coordinator ready(Running running) throws Exception {
    String url = running.url();
    Coordinator coordinator =
        new Coordinator(running, data, url, Files.readString(data.resolve("admin.key")).strip());
    try (var health = URI.create(url + "/health").toURL().openStream()) {
      assertThat(health.readAllBytes()).isNotEmpty();
    }
    return coordinator;
  }

  private static ProcessHandle coordinatorOf(Running running) {
    return running.process().children().findFirst().orElseThrow();
  }
}
