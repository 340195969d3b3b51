package dev.wayleave.cli;

import dev.wayleave.cli.report.Documents;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Shows the version, as `--version` does.
@Command(name = "version", description = "Show the version.")
final class VersionCommand implements Callable<Integer> {
  /// What programs are told.
  record Document(String version) {}

  private final Surroundings surroundings;

  @Mixin private final FormatOption output = new FormatOption();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  VersionCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws Exception {
    if (output.isForPeople()) {
      surroundings.console().out().println("wayleave " + WayleaveCommand.version());
    } else {
      Documents.write(
          output.format, surroundings.console().out(), new Document(WayleaveCommand.version()));
    }
    return ExitCode.DONE;
  }
}
