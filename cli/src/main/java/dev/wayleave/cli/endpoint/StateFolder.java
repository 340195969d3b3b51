package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import java.nio.file.Path;
import java.util.Optional;

/// Where it is remembered what was set, as the XDG Base Directory Specification has it: the hosted
/// side has no place for that.
public final class StateFolder {
  private static final String FOLDER = "wayleave";

  private StateFolder() {}

  public static Path of(Console console) throws CommandException {
    return find(console)
        .orElseThrow(() ->
            new CommandException(
                "there is no folder to remember in what is set on the hosted side; name one in"
                    + " WAYLEAVE_STATE."));
  }

  /// The folder, whether or not anything was ever remembered.
  static Optional<Path> find(Console console) {
    Optional<Path> named = console.variable("WAYLEAVE_STATE").map(console::path);
    return named
        .or(() -> console.variable("XDG_STATE_HOME").map(console::path).map(StateFolder::in))
        .or(() ->
            console
                .variable("HOME")
                .map(home -> console.path(home).resolve(".local/state"))
                .map(StateFolder::in));
  }

  private static Path in(Path parent) {
    return parent.resolve(FOLDER);
  }
}
