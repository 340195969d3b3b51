package dev.wayleave.cli.policy;

import dev.wayleave.cli.Desk;
import dev.wayleave.cli.PlaceOptions;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.endpoint.CoordinatorFinder;
import dev.wayleave.cli.endpoint.Endpoint;
import dev.wayleave.cli.endpoint.Endpoints;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Which tailnet a policy is looked at on.
final class TailnetOptions {
  private static final String AT_HAND = "wayleave:";

  @Option(
      names = "--from",
      paramLabel = "ENDPOINT",
      description = "Where the tailnet is read; the coordinator at hand unless given.")
  private @Nullable String from;

  @Mixin private final PlaceOptions place = new PlaceOptions();

  private Endpoints.Access access(Console console) {
    return new Endpoints.Access(
        place.data(console), place.bundle(console, false, false), PolicyMeaning.ASK);
  }

  /// Reads the tailnet.
  Ground read(Surroundings surroundings) throws CommandException, SourceException {
    Desk desk = new Desk(surroundings, access(surroundings.console()));
    Endpoint endpoint = desk.endpoint(from == null ? AT_HAND : from);
    return Ground.of(endpoint, desk.read(endpoint, Endpoints.Purpose.LOOK));
  }

  /// Reads the tailnet where one is named or a coordinator is at hand.
  Optional<Ground> readIfAny(Surroundings surroundings) throws CommandException, SourceException {
    if (from == null && !place.namesData() && !isAnyAtHand(surroundings.console())) {
      return Optional.empty();
    }
    try {
      return Optional.of(read(surroundings));
    } catch (SourceException e) {
      if (from != null || place.namesData()) {
        throw e;
      }
      // Nobody asked for that coordinator: a policy can be checked while it is down.
      return Optional.empty();
    }
  }

  private static boolean isAnyAtHand(Console console) {
    try {
      new CoordinatorFinder(console, null).find(null);
      return true;
    } catch (CommandException none) {
      return false;
    }
  }
}
