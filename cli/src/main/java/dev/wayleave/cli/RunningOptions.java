package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.endpoint.RunningHeadscale;
import dev.wayleave.cli.terminal.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whether a Headscale that runs is asked.
public final class RunningOptions {
  @Option(
      names = "--running",
      paramLabel = "URL",
      description =
          "Ask the running Headscale for what its database lacks, with HEADSCALE_CLI_API_KEY; its"
              + " socket is asked by itself.")
  private @Nullable String running;

  @Option(names = "--no-running", description = "Do not ask a running Headscale anything.")
  private boolean never;

  /// What the command line says.
  public Endpoints.Running get() throws CommandException {
    if (running != null && never) {
      throw new CommandException("--running and --no-running exclude each other.");
    }
    return new Endpoints.Running(running == null ? null : RunningHeadscale.url(running), never);
  }
}
