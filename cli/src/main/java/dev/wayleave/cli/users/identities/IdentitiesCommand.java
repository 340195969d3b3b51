package dev.wayleave.cli.users.identities;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave users identities` and its verbs.
@Command(
    name = "identities",
    aliases = {"identity", "logins"},
    description = "Say by which logins a user is known.",
    synopsisSubcommandLabel = "COMMAND")
public final class IdentitiesCommand extends Group {
  private IdentitiesCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new IdentitiesCommand()
        .line()
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("link", new LinkCommand(surroundings))
        .addSubcommand("unlink", new UnlinkCommand(surroundings))
        .addSubcommand("expect", new ExpectCommand(surroundings))
        .addSubcommand("unexpect", new UnexpectCommand(surroundings));
  }
}
