package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.Terminals;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;

/// Consoles at which nobody sits.
final class Consoles {
  private Consoles() {}

  static Console in(Path directory, Map<String, String> environment) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Console(
        InputStream.nullInputStream(),
        nowhere,
        nowhere,
        environment,
        directory,
        Terminals.NONE,
        InstantSource.system(),
        new SecureRandom());
  }
}
