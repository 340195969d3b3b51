package dev.wayleave.cli.dns;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave dns` and its verbs.
@Command(
    name = "dns",
    description = "Show and change DNS as nodes are told it.",
    synopsisSubcommandLabel = "COMMAND")
public final class DnsCommand extends Group {
  private DnsCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new DnsCommand()
        .line()
        .addSubcommand("get", new GetCommand(surroundings))
        .addSubcommand("set", new SetCommand(surroundings));
  }
}
