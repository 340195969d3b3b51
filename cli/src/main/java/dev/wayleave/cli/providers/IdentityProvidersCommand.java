package dev.wayleave.cli.providers;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave identity-providers` and its verbs.
@Command(
    name = "identity-providers",
    description = "Say at which identity providers people log in.",
    synopsisSubcommandLabel = "COMMAND")
public final class IdentityProvidersCommand extends Group {
  private IdentityProvidersCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new IdentityProvidersCommand()
        .line()
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("set", new SetCommand(surroundings))
        .addSubcommand("enable", new EnableCommand(surroundings))
        .addSubcommand("disable", new DisableCommand(surroundings))
        .addSubcommand("delete", new DeleteCommand(surroundings));
  }
}
