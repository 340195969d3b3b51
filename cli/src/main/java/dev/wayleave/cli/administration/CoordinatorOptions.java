package dev.wayleave.cli.administration;

import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.cli.Desk;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.BundleFlags;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which coordinator is asked.
public final class CoordinatorOptions {
  @Option(
      names = "--to",
      paramLabel = "ENDPOINT",
      description = "The coordinator; wayleave: (the one at hand) unless given.")
  private String to = "wayleave:";

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of a coordinator on this machine: gives its URL and key.")
  private @Nullable String data;

  /// What is asked of the coordinator.
  public interface Call<T> {
    T answer(CoordinatorClient client) throws ApiException;
  }

  public <T> T ask(Surroundings surroundings, Call<T> call) throws CommandException, ApiException {
    try (CoordinatorClient client = open(surroundings)) {
      return call.answer(client);
    }
  }

  /// A client of the coordinator, to be closed.
  CoordinatorClient open(Surroundings surroundings) throws CommandException {
    Console console = surroundings.console();
    Endpoints.Access access =
        new Endpoints.Access(
            data == null ? null : console.path(data),
            new BundleFlags(null, false, false),
            PolicyMeaning.ASK);
    if (!(new Desk(surroundings, access).endpoint(to)
        instanceof Endpoint.Coordinator coordinator)) {
      throw new CommandException("only a coordinator is administered; write --to wayleave:URL.");
    }
    return surroundings.endpoints().coordinator(coordinator.url(), access);
  }
}
