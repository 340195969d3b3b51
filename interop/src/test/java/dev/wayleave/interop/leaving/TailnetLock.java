package dev.wayleave.interop.leaving;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.TailscaleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A tailnet lock as clients hold it, made by their own library.
///
/// @param state what a client keeps of it
/// @param secretFile holds what disables it
record TailnetLock(Path state, Path secretFile) {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /// Makes one, with a secret of its own.
  static TailnetLock make(Path room) throws IOException, InterruptedException {
    Path state = room.resolve("lock");
    List<String> command = List.of(GoTool.LOCK.binary().toString(), state.toString());
    String secret = Answer.of(command, Map.of(), room, LIMIT).ok().out();
    return new TailnetLock(state, Files.writeString(room.resolve("lock-secret"), secret));
  }

  /// Where a client keeps the lock of its tailnet.
  static Path placeIn(TailscaleClient client) throws IOException {
    return client.folder().resolve("tka-profiles").resolve(client.profile());
  }

  /// Gives it to a client, which comes up with it.
  void holdBy(TailscaleClient client) throws IOException {
    Path place = placeIn(client);
    client.kill();
    try (Stream<Path> files = Files.walk(state)) {
      for (Path file : files.toList()) {
        Path copy = place.resolve(state.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
    client.start();
  }

  /// What a client says of it.
  static JsonNode status(TailscaleClient client) throws IOException, InterruptedException {
    return client.cli("lock", "status", "--json").ok().json();
  }
}
