package dev.wayleave.cli.oidc;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.BundleFlags;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.EndpointParser;
import dev.wayleave.cli.endpoint.Endpoints.Access;
import dev.wayleave.cli.endpoint.Endpoints.Identities;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.inventory.Progress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// How the place that holds the identities is opened.
final class StoreOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of a coordinator on this machine: gives its URL and key.")
  private @Nullable String data;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Holds the passphrase of a bundle (or WAYLEAVE_PASSPHRASE).")
  private @Nullable String passphraseFile;

  @Option(
      names = "--while-running",
      description = {
        "Write although a Headscale has its database open; it has to be restarted",
        "afterwards, because it goes by the users that it read when it started."
      })
  private boolean whileRunning;

  @Option(names = "--debug", description = "Show where an unexpected error came from.")
  boolean debug;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  Endpoint endpoint(Surroundings surroundings, String text) throws CommandException {
    return new EndpointParser(surroundings.console()).parse(text);
  }

  Identities open(Surroundings surroundings, Endpoint endpoint, Progress progress)
      throws CommandException {
    Console console = surroundings.console();
    Access access =
        new Access(
            data == null ? null : console.path(data),
            new BundleFlags(
                passphraseFile == null ? null : console.path(passphraseFile), false, false),
            null);
    return surroundings.endpoints().identities(endpoint, whileRunning, access, progress);
  }
}
