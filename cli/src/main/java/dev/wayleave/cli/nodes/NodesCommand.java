package dev.wayleave.cli.nodes;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import dev.wayleave.cli.auth.RegisterCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave nodes` and its verbs.
@Command(
    name = "nodes",
    aliases = {"node", "machines", "machine"},
    description = "List, let in, name, tag, move and remove nodes, and approve their routes.",
    synopsisSubcommandLabel = "COMMAND")
public final class NodesCommand extends Group {
  private NodesCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new NodesCommand()
        .line()
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("list-routes", new ListRoutesCommand(surroundings))
        .addSubcommand("approve-routes", new ApproveRoutesCommand(surroundings))
        .addSubcommand("register", new RegisterCommand(surroundings))
        .addSubcommand("approve", new ApproveCommand(surroundings))
        .addSubcommand("expire", new ExpireCommand(surroundings))
        .addSubcommand("rename", new RenameCommand(surroundings))
        .addSubcommand("move", new MoveCommand(surroundings))
        .addSubcommand("tag", new TagCommand(surroundings))
        .addSubcommand("attributes", AttributesCommand.commandLine(surroundings))
        .addSubcommand("delete", new DeleteCommand(surroundings))
        .addSubcommand("backfillips", new BackfillCommand(surroundings));
  }
}
