package dev.wayleave.interop.takeover;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.interop.Child;
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
    List<String> command = new ArrayList<>(List.of("sh", own(client, script).toString()));
    command.addAll(List.of(options));
    Map<String, String> environment = new HashMap<>(more);
    environment.putAll(whose(client));
    environment.put("HOME", client.folder().toString());
    return Answer.of(command, environment, client.folder(), LIMIT);
  }

  /// Moves a wave over Tailscale SSH, or asks how it ended, from one of the devices.
  ///
  /// @param to the only device of the wave
  public Answer overSsh(
      TailscaleClient from, TailscaleClient to, String wave, String verb, String... options)
      throws IOException, InterruptedException {
    Path ssh =
        program(from, "over-ssh", "%s ssh \"$1\" \"%s$2\"".formatted(plain(from), exports(to)));
    List<String> command =
        new ArrayList<>(List.of("sh", folder.resolve("over-ssh/move.sh").toString()));
    command.addAll(List.of(folder.resolve("waves").resolve(wave).toString(), verb, "--"));
    command.addAll(List.of(options));
    Map<String, String> environment =
        Map.of(
            "WAYLEAVE_SSH", ssh.toString(),
            "WAYLEAVE_USER", System.getProperty("user.name"),
            "HOME", from.folder().toString());
    return Answer.of(command, environment, from.folder(), LIMIT);
  }

  /// Begins a device's script in a session of Tailscale SSH from another device, as a person does
  /// who stays to see how it ends.
  ///
  /// @param said where the session's output goes
  Child overSession(
      TailscaleClient from, TailscaleClient to, Path said, String script, String... options)
      throws IOException {
    StringBuilder command = exports(to);
    command.append("sh '%s' %s".formatted(own(to, script), String.join(" ", options)));
    String user = System.getProperty("user.name");
    ProcessBuilder builder =
        new ProcessBuilder(
            plain(from).toString(), "ssh", user + "@" + to.address(), command.toString());
    builder.environment().put("HOME", from.folder().toString());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    return Child.start(builder.redirectErrorStream(true).redirectOutput(said.toFile()));
  }

  /// All devices of the test are one machine, so that the far side has to be told which it is.
  private static StringBuilder exports(TailscaleClient client) throws IOException {
    StringBuilder exports = new StringBuilder();
    whose(client)
        .forEach((name, value) -> exports.append("export %s='%s'; ".formatted(name, value)));
    return exports;
  }

  /// What tells a script which of the devices it is on.
  private static Map<String, String> whose(TailscaleClient client) throws IOException {
    return Map.of(
        "TAILSCALE",
        plain(client).toString(),
        "WAYLEAVE_SOCKET",
        client.folder().resolve("s").toString(),
        "WAYLEAVE_STATE",
        client.folder().resolve("cutover").toString());
  }

  /// The client's command without its option for the socket, as it is on a device.
  private static Path plain(TailscaleClient client) throws IOException {
    return program(
        client, "plain", "'%1$s/tailscale' '--socket=%1$s/s' \"$@\"".formatted(client.folder()));
  }

  private static Path program(TailscaleClient client, String name, String command)
      throws IOException {
    Path program = client.folder().resolve(name);
    if (!Files.exists(program)) {
      Files.writeString(program, "#!/bin/sh\nexec " + command + "\n");
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }
    return program;
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
