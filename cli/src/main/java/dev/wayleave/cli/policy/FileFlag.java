package dev.wayleave.cli.policy;

import dev.wayleave.cli.terminal.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A file named by a flag, as Headscale's command has it, instead of by its place.
final class FileFlag {
  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "The same as FILE.")
  private @Nullable String file;

  /// The file that is named one way or the other.
  @Nullable String or(@Nullable String place) throws CommandException {
    if (file != null && place != null) {
      throw new CommandException("name the policy once, as FILE or by --file FILE.");
    }
    return file == null ? place : file;
  }

  String required(@Nullable String place) throws CommandException {
    String named = or(place);
    if (named == null) {
      throw new CommandException("name the policy: FILE, or - for standard input.");
    }
    return named;
  }
}
