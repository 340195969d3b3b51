package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What `migrations` lists, and how it finds its way into a coordinator.
class MigrationsIT {
  private final Room room = new Room();

  @AfterEach
  void end() {
    room.close();
  }

  @Test
  void migrationsAreListedWithTheKeyOfTheDataDirectory() throws Exception {
    Path data = room.folder().resolve("data");
    Coordinator coordinator = Coordinator.start(room, data);
    Cli cli = Cli.in(room);
    String[] list = {"migrations", "--data", "data"};
    assertThat(cli.run(list).exits(0).out()).isEqualTo("There are no migrations.\n");

    String from = Bundles.of(room.folder().resolve("mine"), TailnetBuilder.seeded(12));
    cli.run("apply", "--from", from, "--to", "wayleave:", "--data", "data", "--yes").exits(0);
    String id = coordinator.applied().getFirst();
    assertThat(cli.run(list).exits(0).out()).containsPattern(id + "\\s+applied\\s");

    cli.with("WAYLEAVE_API_KEY", "wl_not-a-key")
        .run("migrations", "--to", coordinator.endpoint())
        .failsWith("does not take this key");
  }
}
