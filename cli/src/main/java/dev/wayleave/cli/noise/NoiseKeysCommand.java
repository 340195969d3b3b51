package dev.wayleave.cli.noise;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.Group;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The command `wayleave noise-keys` and its verbs.
@Command(
    name = "noise-keys",
    aliases = {"noise-key", "noisekeys", "noisekey"},
    description = "List, replace and retire the keys that clients encrypt to.",
    synopsisSubcommandLabel = "COMMAND")
public final class NoiseKeysCommand extends Group {
  private NoiseKeysCommand() {}

  /// The command with its verbs, ready to be added to another.
  public static CommandLine commandLine(Surroundings surroundings) {
    return new NoiseKeysCommand()
        .line()
        .addSubcommand("list", new ListCommand(surroundings))
        .addSubcommand("rotate", new RotateCommand(surroundings))
        .addSubcommand("retire", new RetireCommand(surroundings));
  }
}
