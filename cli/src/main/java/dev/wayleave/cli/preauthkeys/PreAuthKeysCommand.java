package dev.wayleave.cli.preauthkeys;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave preauthkeys` and its verbs.
@Command(
    name = "preauthkeys",
    aliases = {"preauthkey", "authkey", "pre"},
    description = "Make, adopt, list, end and remove keys with which devices register.",
    synopsisSubcommandLabel = "COMMAND")
public final class PreAuthKeysCommand extends Group {
  private PreAuthKeysCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new PreAuthKeysCommand()
        .line()
        .addSubcommand("create", new CreateCommand(surroundings))
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("expire", new ExpireCommand(surroundings))
        .addSubcommand("adopt", new AdoptCommand(surroundings))
        .addSubcommand("delete", new DeleteCommand(surroundings));
  }
}
