package dev.wayleave.cli.oidc;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave oidc` and its verbs.
@Command(
    name = "oidc",
    description = "Change the identity provider of a tailnet without losing anyone.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Endpoints: headscale:CONFIG.yaml, headscale+sqlite:FILE, headscale+postgres://…,",
      "           bundle:FILE, wayleave:URL.",
      "Exit status: 0 done, or nothing differs; 1 failed; 2 something is to be changed,",
      "             blockers, or rows that changed since."
    })
public final class OidcCommand extends Group {
  private OidcCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new OidcCommand()
        .line()
        .addSubcommand("plan", new PlanCommand(surroundings))
        .addSubcommand("apply", new ApplyCommand(surroundings))
        .addSubcommand("verify", new VerifyCommand(surroundings))
        .addSubcommand("rollback", new RollbackCommand(surroundings));
  }
}
