package dev.wayleave.cli.auth;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave auth` and its verbs.
@Command(
    name = "auth",
    description = "Decide on devices and SSH sessions that wait for an administrator.",
    synopsisSubcommandLabel = "COMMAND")
public final class AuthCommand extends Group {
  private AuthCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new AuthCommand()
        .line()
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("register", new RegisterCommand(surroundings))
        .addSubcommand("approve", new ApproveCommand(surroundings))
        .addSubcommand("reject", new RejectCommand(surroundings));
  }
}
