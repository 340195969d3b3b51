package dev.wayleave.cli.terminal;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/// What a run of the command is connected to.
///
/// @param in answers of a person, if `interactive`
/// @param out results
/// @param err progress, logs and errors
/// @param environment the environment variables
/// @param directory the current directory, against which relative paths count
/// @param terminals which of the streams a person sits at
public record Console(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Terminals terminals,
    InstantSource clock,
    SecureRandom random) {
  public Console {
    environment = Map.copyOf(environment);
  }

  /// An environment variable; one that is set to nothing counts as not set.
  public Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
  }

  /// A path as the person wrote it, against the current directory.
  public Path path(String text) {
    return directory.resolve(text).normalize();
  }

  /// How results may look.
  public Style style() {
    return terminals.out() && variable("NO_COLOR").isEmpty() ? Style.COLOURED : Style.PLAIN;
  }
}
