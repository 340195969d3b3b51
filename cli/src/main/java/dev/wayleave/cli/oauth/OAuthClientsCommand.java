package dev.wayleave.cli.oauth;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave oauth-clients` and its verbs.
@Command(
    name = "oauth-clients",
    aliases = {"oauth-client", "oauthclients", "oauthclient", "oauth"},
    description = "Make, list and remove clients that ask for access tokens.",
    synopsisSubcommandLabel = "COMMAND")
public final class OAuthClientsCommand extends Group {
  private OAuthClientsCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new OAuthClientsCommand()
        .line()
        .addSubcommand("create", new CreateCommand(surroundings))
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("delete", new DeleteCommand(surroundings));
  }
}
