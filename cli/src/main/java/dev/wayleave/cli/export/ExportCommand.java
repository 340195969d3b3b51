package dev.wayleave.cli.export;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave export` and its verbs.
@Command(
    name = "export",
    description = "Save what a plane says of a tailnet, as files that anyone can look at.",
    synopsisSubcommandLabel = "COMMAND")
public final class ExportCommand extends Group {
  private ExportCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new ExportCommand()
        .line()
        .addSubcommand("tailscale", new TailscaleCommand(surroundings));
  }
}
