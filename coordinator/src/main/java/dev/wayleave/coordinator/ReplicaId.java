package dev.wayleave.coordinator;

import dev.wayleave.coordinator.files.DataFiles;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/// What this coordinator calls itself where several write one database; it stays the same as long
/// as its data directory does, so that it knows its own words again after a restart.
@Singleton
final class ReplicaId {
  private static final String FILE = "replica.id";

  private final Optional<String> data;
  private @Nullable UUID known;

  ReplicaId(@ConfigProperty(name = "wayleave.data") Optional<String> data) {
    this.data = data;
  }

  synchronized UUID get() {
    UUID id = known;
    if (id == null) {
      id = data.map(Path::of).map(ReplicaId::in).orElseGet(UUID::randomUUID);
      known = id;
    }
    return id;
  }

  private static UUID in(Path data) {
    Path file = data.resolve(FILE);
    try {
      if (Files.exists(file)) {
        return UUID.fromString(Files.readString(file).strip());
      }
      UUID made = UUID.randomUUID();
      DataFiles.writePrivately(file, made + "\n");
      return made;
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + " cannot be read or written; correct its rights or remove it.", e);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(file + " holds no id; remove it, and a new one is made.", e);
    }
  }
}
