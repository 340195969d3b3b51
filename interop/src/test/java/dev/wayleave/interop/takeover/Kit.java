package dev.wayleave.interop.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.TailscaleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A cut-over kit with a folder for each device, and its scripts run as on the device.
public record Kit(Path folder) {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  /// Has the command write one.
  ///
  /// @param more options of the command
  public static Kit write(RealCoordinator target, String from, Path folder, String... more)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("cutover", "kit", "--from", from));
    command.addAll(List.of("--to-url", target.url(), "--group-by", "none"));
    command.addAll(List.of("--out", folder.toString()));
    command.addAll(List.of(more));
    target.wayleave(command.toArray(new String[0])).ok();
    return new Kit(folder);
  }

  /// Runs one of a device's scripts to its end.
  public Answer run(TailscaleClient client, String script, String... options)
      throws IOException, InterruptedException {
    return run(client, Map.of(), script, options);
  }

  /// The same with environment variables besides those that say where the client is.
  Answer run(TailscaleClient client, Map<String, String> more, String script, String... options)
      throws IOException, InterruptedException {
    // The command without its option for the socket, as it is on a device.
    Path plain = client.folder().resolve("plain");
    if (!Files.exists(plain)) {
      Files.writeString(
          plain,
          "#!/bin/sh\nexec '%1$s/tailscale' '--socket=%1$s/s' \"$@\"\n".formatted(client.folder()));
      Files.setPosixFilePermissions(plain, PosixFilePermissions.fromString("rwx------"));
    }
    List<String> command = new ArrayList<>(List.of("sh", own(client, script).toString()));
    command.addAll(List.of("--state", client.folder().resolve("cutover").toString()));
    command.addAll(List.of(options));
    Map<String, String> environment = new HashMap<>(more);
    environment.put("TAILSCALE", plain.toString());
    environment.put("HOME", client.folder().toString());
    return Answer.of(command, environment, client.folder(), LIMIT);
  }

  /// The script that the kit has for this device alone.
  private Path own(TailscaleClient client, String script) throws IOException {
    try (Stream<Path> folders = Files.list(folder.resolve("scripts"))) {
      return folders
          .filter(one -> String.valueOf(one.getFileName()).startsWith(client.name() + "-"))
          .findFirst()
          .orElseThrow(() -> new AssertionError("the kit has nothing for " + client.name()))
          .resolve(script);
    }
  }

  /// The line for programs with which a script ends.
  static JsonNode result(Answer answer) throws IOException {
    return new JsonMapper().readTree(answer.out().lines().reduce("", (_, line) -> line));
  }
}
