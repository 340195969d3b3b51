package dev.wayleave.cli.oidc;

import dev.wayleave.cli.HelpOptions;
import dev.wayleave.cli.PlaceOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.EndpointParser;
import dev.wayleave.cli.endpoint.Endpoints.Access;
import dev.wayleave.cli.endpoint.Endpoints.Identities;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.inventory.Progress;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// How the place that holds the identities is opened.
final class StoreOptions {
  @Mixin private final PlaceOptions place = new PlaceOptions();

  @Option(
      names = "--while-running",
      description = {
        "Write although a Headscale has its database open; it has to be restarted",
        "afterwards, because it goes by the users that it read when it started."
      })
  private boolean whileRunning;

  @Mixin final HelpOptions help = new HelpOptions();

  Endpoint endpoint(Surroundings surroundings, String text) throws CommandException {
    return new EndpointParser(surroundings.console()).parse(text);
  }

  Identities open(Surroundings surroundings, Endpoint endpoint, Progress progress)
      throws CommandException {
    Console console = surroundings.console();
    Access access = new Access(place.data(console), place.bundle(console, false, false), null);
    return surroundings.endpoints().identities(endpoint, whileRunning, access, progress);
  }
}
