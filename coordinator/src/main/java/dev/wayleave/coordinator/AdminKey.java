package dev.wayleave.coordinator;

import dev.wayleave.coordinator.files.DataFiles;
import dev.wayleave.coordinator.security.KeyMaker;
import dev.wayleave.coordinator.security.KeyVerifier;
import dev.wayleave.coordinator.security.Scopes;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.CreateApiKey;
import dev.wayleave.coordinator.state.TailnetState;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/// The owner's key in the data directory, by which commands on the same machine are let in.
@Singleton
final class AdminKey {
  /// The file's name in the data directory.
  static final String FILE = "admin.key";

  private final TailnetState state;
  private final KeyMaker maker;
  private final KeyVerifier verifier;

  AdminKey(TailnetState state, KeyMaker maker, KeyVerifier verifier) {
    this.state = state;
    this.maker = maker;
    this.verifier = verifier;
  }

  /// Makes the key where the directory holds none that is valid.
  void ensure(Path data) {
    Path file = data.resolve(FILE);
    try {
      if (Files.exists(file) && verifier.verify(Files.readString(file).strip()).isPresent()) {
        return;
      }
      KeyMaker.Made made = maker.apiKey();
      CreateApiKey command =
          new CreateApiKey(
              made.kept(),
              null,
              "made at the first start",
              Set.of(Scopes.OWNER),
              null,
              made.proof());
      state.submit(command, Actor.COORDINATOR).join();
      DataFiles.writePrivately(file, made.text() + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The file " + file + " cannot be written: " + e.getMessage(), e);
    }
  }
}
