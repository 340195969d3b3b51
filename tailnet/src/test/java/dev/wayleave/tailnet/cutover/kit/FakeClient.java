package dev.wayleave.tailnet.cutover.kit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.protocol.key.NodeKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A device on which the command `tailscale` is a shell script that plays a part.
final class FakeClient {
  static final String OLD = "https://old.example.com";
  static final String NEW = "https://new.example.com";

  /// The device's own.
  static final NodeKey KEY = NodeKey.parse("nodekey:" + "a1".repeat(32));

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final long LIMIT_SECONDS = 60;

  private final Path room;
  private final Path fake;

  /// How a run of a script ended.
  ///
  /// @param result its last line
  record Run(int status, String out, JsonNode result) {}

  FakeClient(Path room, String plan) throws IOException {
    this.room = room;
    this.fake = Files.createDirectories(room.resolve("fake"));
    Path command = Files.writeString(room.resolve("tailscale"), resource("tailscale"));
    Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(fake.resolve("prefs"), resource("prefs-1.102.json"));
    Files.writeString(fake.resolve("server"), OLD + "\n");
    Files.writeString(fake.resolve("state"), "Running\n");
    Files.writeString(fake.resolve("plan"), plan + "\n");
    Files.writeString(fake.resolve("key"), KEY + "\n");
    Files.writeString(fake.resolve("asked"), "");
    // A real daemon may run on the machine of this test; it is none of this device.
    Path daemons = Files.createDirectories(room.resolve("bin")).resolve("pidof");
    Files.writeString(daemons, "#!/bin/sh\ncat \"$FAKE/pid\"\n");
    Files.setPosixFilePermissions(daemons, PosixFilePermissions.fromString("rwx------"));
    Files.writeString(fake.resolve("pid"), "101\n");
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = FakeClient.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("there is no resource " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Puts another value in the place of a setting's usual one.
  FakeClient setting(String usual, String other) throws IOException {
    String prefs = Files.readString(fake.resolve("prefs"));
    if (!prefs.contains(usual)) {
      throw new IllegalArgumentException(usual + " is not in the settings");
    }
    Files.writeString(fake.resolve("prefs"), prefs.replace(usual, other));
    return this;
  }

  FakeClient state(String state) throws IOException {
    Files.writeString(fake.resolve("state"), state + "\n");
    return this;
  }

  FakeClient plan(String plan) throws IOException {
    Files.writeString(fake.resolve("plan"), plan + "\n");
    return this;
  }

  String server() throws IOException {
    return Files.readString(fake.resolve("server")).strip();
  }

  String state() throws IOException {
    return Files.readString(fake.resolve("state")).strip();
  }

  /// Every command that was to change something, with its arguments.
  List<List<String>> asked() throws IOException {
    return Files.readString(fake.resolve("asked"))
        .lines()
        .map(line -> List.of(line.split("\u001f")))
        .toList();
  }

  Path stateFolder() {
    return room.resolve("state");
  }

  Path fake() {
    return fake;
  }

  /// What a process needs to be on this device.
  void surroundings(Map<String, String> environment) {
    environment.put("FAKE", fake.toString());
    environment.put("TAILSCALE", room.resolve("tailscale").toString());
    environment.merge("PATH", "", (path, _) -> room.resolve("bin") + ":" + path);
  }

  Run run(String shell, String script, String... options) throws Exception {
    return run(shell, script, List.of(), options);
  }

  /// Runs a script, with more in its environment.
  Run run(String shell, String script, List<String> environment, String... options)
      throws Exception {
    Path file = Files.writeString(room.resolve("script.sh"), script);
    List<String> command = new ArrayList<>(List.of(shell, file.toString()));
    command.addAll(List.of("--state", stateFolder().toString()));
    command.addAll(Arrays.asList(options));
    Path out = room.resolve("out");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(out.toFile());
    surroundings(builder.environment());
    builder.environment().put("SSH_CLIENT", "100.64.0.1 5 22");
    for (String variable : environment) {
      String[] parts = variable.split("=", 2);
      builder.environment().put(parts[0], parts[1]);
    }
    Process process = builder.start();
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the script did not end:\n" + Files.readString(out));
    }
    String said = Files.readString(out);
    String last = said.lines().reduce("", (_, line) -> line);
    return new Run(process.exitValue(), said, JSON.readTree(last));
  }
}
