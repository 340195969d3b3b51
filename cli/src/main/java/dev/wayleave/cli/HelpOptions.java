package dev.wayleave.cli;

import picocli.CommandLine.Option;

/// The options of every verb.
public final class HelpOptions {
  @Option(names = "--debug", description = "Show where an unexpected error came from.")
  private boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  /// Whether an unexpected error is to be shown with where it came from.
  public boolean isDebugging() {
    return debug;
  }
}
