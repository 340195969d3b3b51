package dev.wayleave.cli.apikeys;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave apikeys` and its verbs.
@Command(
    name = "apikeys",
    aliases = {"apikey", "api"},
    description = "Make, list, end and remove keys for the API.",
    synopsisSubcommandLabel = "COMMAND")
public final class ApiKeysCommand extends Group {
  private ApiKeysCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new ApiKeysCommand()
        .line()
        .addSubcommand("create", new CreateCommand(surroundings))
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("expire", new ExpireCommand(surroundings))
        .addSubcommand("delete", new DeleteCommand(surroundings));
  }
}
