package dev.wayleave.cli.users;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import dev.wayleave.cli.users.identities.IdentitiesCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave users` and its verbs.
@Command(
    name = "users",
    aliases = {"user", "namespaces", "namespace", "ns"},
    description = "Make, list, rename, suspend and remove users.",
    synopsisSubcommandLabel = "COMMAND")
public final class UsersCommand extends Group {
  private UsersCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new UsersCommand()
        .line()
        .addSubcommand("create", new CreateCommand(surroundings))
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("rename", new RenameCommand(surroundings))
        .addSubcommand("suspend", new SuspendCommand(surroundings))
        .addSubcommand("restore", new RestoreCommand(surroundings))
        .addSubcommand("approve", new ApproveCommand(surroundings))
        .addSubcommand("identities", IdentitiesCommand.commandLine(surroundings))
        .addSubcommand("destroy", new DestroyCommand(surroundings));
  }
}
