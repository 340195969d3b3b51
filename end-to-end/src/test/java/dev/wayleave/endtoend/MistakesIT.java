package dev.wayleave.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Mistakes that people make: each is one sentence and status 1.
class MistakesIT {
  private final Room room = new Room();
  private final Coordinator coordinator = SharedCoordinator.COORDINATOR;
  private final Path file = room.folder().resolve("source.wayleave");

  @AfterEach
  void end() {
    room.close();
  }

  @Test
  void aWrongApiKeyIsOneSentence() throws Exception {
    Cli.in(room)
        .with("WAYLEAVE_API_KEY", "wl_not-a-key")
        .run("verify", "--from", Bundles.of(file, small()), "--to", coordinator.endpoint())
        .failsWith("API key");
  }

  @Test
  void aCoordinatorThatDoesNotRunIsOneSentence() throws Exception {
    String url = "http://127.0.0.1:" + Room.freePort();
    coordinator
        .cli(room)
        .run("plan", "--from", Bundles.of(file, small()), "--to", "wayleave:" + url)
        .failsWith("No coordinator answers at " + url, "start it");
  }

  @Test
  void aKeyFileThatCannotBeReadIsOneSentence() throws Exception {
    Path missing = room.folder().resolve("no-such.key");
    Cli.in(room)
        .with("WAYLEAVE_API_KEY_FILE", missing.toString())
        .run("plan", "--from", Bundles.of(file, small()), "--to", coordinator.endpoint())
        .failsWith(missing + " does not exist");
  }

  @Test
  void aKeyFileOfAnotherUserIsOneSentence() throws Exception {
    Path locked = Files.writeString(room.folder().resolve("locked.key"), coordinator.key());
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    String[] command = {
      "plan", "--from", Bundles.of(file, small()), "--to", coordinator.endpoint()
    };
    Cli cli = Cli.in(room).with("WAYLEAVE_API_KEY_FILE", locked.toString());
    // Root reads everything, unless it gives that power away.
    Outcome outcome =
        Files.isReadable(locked) ? cli.runWithoutPrivileges(command) : cli.run(command);
    outcome.failsWith(locked + " cannot be read by this user");
  }

  @Test
  void aBundleWithTheWrongPassphraseIsOneSentence() throws Exception {
    Path sealed = room.folder().resolve("sealed.wayleave");
    Cli cli = Cli.in(room);
    cli.with("WAYLEAVE_PASSPHRASE", "right")
        .run("apply", "--from", Bundles.of(file, small()), "--to", "bundle:" + sealed, "--yes")
        .exits(0);
    assertThat(Files.readString(sealed, java.nio.charset.StandardCharsets.ISO_8859_1))
        .doesNotContain("vpn.example.com");
    Cli wrong = cli.with("WAYLEAVE_PASSPHRASE", "wrong");
    wrong.run("inspect", "--from", "bundle:" + sealed, "-o", "json").failsWith("passphrase");
    cli.with("WAYLEAVE_PASSPHRASE", "right")
        .run("inspect", "--from", "bundle:" + sealed, "-o", "json")
        .exits(0);
  }

  @Test
  void everyCommandWorksFromAnyFolder() throws Exception {
    Path elsewhere = Files.createDirectories(room.folder().resolve("else where"));
    Bundles.of(elsewhere.resolve("mine"), small());
    Outcome inspected =
        Cli.in(room).at(elsewhere).run("inspect", "--from", "bundle:mine", "-o", "json");
    assertThat(inspected.exits(0).json().path("counts").path("nodes").asInt()).isEqualTo(8);
  }

  @Test
  void theScriptTellsItsVersionFromAnyFolderAndBuildsNothing() throws Exception {
    Path bare = Files.createDirectories(room.folder().resolve("checkout"));
    Files.copy(Room.ROOT.resolve("wayleave"), bare.resolve("wayleave"));
    Files.copy(Room.ROOT.resolve("pom.xml"), bare.resolve("pom.xml"));
    Files.setPosixFilePermissions(
        bare.resolve("wayleave"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Outcome version =
        room.start(
                Path.of("/"), Map.of(), List.of(bare.resolve("wayleave").toString(), "--version"))
            .end();
    assertThat(version.exits(0).out()).matches("wayleave \\d\\S*\n");
    assertThat(version.err()).isEmpty();
    try (var files = Files.list(bare)) {
      assertThat(files).hasSize(2);
    }
    Outcome jar = Cli.in(room).run("--version");
    assertThat(jar.exits(0).out()).isEqualTo(version.out());
  }

  private static TailnetBuilder small() {
    return TailnetBuilder.seeded(8);
  }
}
