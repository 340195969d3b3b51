package dev.wayleave.cli.cutover;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave cutover` and its verbs.
@Command(
    name = "cutover",
    description = "Take over a live Headscale, or move away from another plane in waves.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Exit status: 0 nothing would be noticed, or everybody is back; 1 failed;",
      "             2 blockers, differences, or devices that are not back."
    })
public final class CutoverCommand extends Group {
  private CutoverCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new CutoverCommand()
        .line()
        .addSubcommand("check", new CheckCommand(surroundings))
        .addSubcommand("kit", new KitCommand(surroundings))
        .addSubcommand("status", new StatusCommand(surroundings))
        .addSubcommand("watch", new WatchCommand(surroundings))
        .addSubcommand("hold", new HoldCommand(surroundings))
        .addSubcommand("end", new EndCommand(surroundings));
  }
}
