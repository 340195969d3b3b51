package dev.wayleave.cli.administration;

import picocli.CommandLine;
import picocli.CommandLine.Option;

/// What every group of verbs has: help.
public abstract class Group {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// The group with its help, ready for verbs.
  protected final CommandLine line() {
    return new CommandLine(this).addSubcommand("help", new CommandLine.HelpCommand());
  }
}
