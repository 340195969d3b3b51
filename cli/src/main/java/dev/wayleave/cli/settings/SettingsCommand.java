package dev.wayleave.cli.settings;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave settings` and its verbs.
@Command(
    name = "settings",
    description = "Show settings, and say who awaits approval.",
    synopsisSubcommandLabel = "COMMAND")
public final class SettingsCommand extends Group {
  private SettingsCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new SettingsCommand()
        .line()
        .addSubcommand("get", new GetCommand(surroundings))
        .addSubcommand("set", new SetCommand(surroundings));
  }
}
