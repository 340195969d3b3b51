package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.JoinedEndpoints;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Terminals;
import dev.wayleave.cli.trial.ServerLauncher;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/// Runs command lines in a folder and keeps what they print.
final class CommandRun {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private final Path directory;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Terminals terminals = Terminals.NONE;
  private String typed = "";
  private ServerLauncher servers =
      (settings, log) -> {
        throw new IOException("no server in this test");
      };

  CommandRun(Path directory) {
    this.directory = directory;
  }

  CommandRun with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /// Somebody sits at stdin and types this.
  CommandRun typing(String text) {
    terminals = new Terminals(true, false, false, Integer.MAX_VALUE);
    typed = text;
    return this;
  }

  CommandRun at(Terminals place) {
    terminals = place;
    return this;
  }

  CommandRun servers(ServerLauncher launcher) {
    servers = launcher;
    return this;
  }

  int run(String... args) {
    out.reset();
    err.reset();
    Console console =
        new Console(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            directory,
            terminals,
            InstantSource.fixed(NOW),
            new SecureRandom());
    return WayleaveCommand.run(
        new Surroundings(console, new JoinedEndpoints(console, directory), servers), args);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
