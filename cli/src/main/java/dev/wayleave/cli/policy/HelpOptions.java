package dev.wayleave.cli.policy;

import picocli.CommandLine.Option;

/// The options of every verb.
final class HelpOptions {
  @Option(names = "--debug", description = "Show where an unexpected error came from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
