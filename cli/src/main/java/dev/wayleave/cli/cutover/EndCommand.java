package dev.wayleave.cli.cutover;

import dev.wayleave.api.EndTransitionRequest;
import dev.wayleave.api.TransitionView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Ends a move away from another plane.
@Command(
    name = "end",
    description = "End the move: own relays, keys expire again, who is left behind is away.",
    footer = {
      "",
      "Refused while devices have not moved or would be logged out by it; --accept-left-behind ends",
      "it all the same. The other plane can be turned off afterwards. With --old, keys whose expiry",
      "was held at hosted Tailscale (cutover hold --old) expire there again."
    })
final class EndCommand extends AdministrationCommand {
  @Option(
      names = "--accept-left-behind",
      description = "End it although devices are left behind, or will be logged out.")
  private boolean accept;

  @Option(
      names = "--keep-relays",
      description = "Go on with the other plane's relays instead of the coordinator's own.")
  private boolean keepRelays;

  @Option(names = "--end-names", description = "Names under the other plane's suffix end too.")
  private boolean endNames;

  @Mixin private final OldSide old = new OldSide();

  EndCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    old.refuseStrays();
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    TransitionView before = client.transition();
    confirm(
        "End the move from %s, of which %d of %d devices have come?"
            .formatted(before.plane(), before.moved(), before.total()));
    TransitionView move =
        client.endTransition(
            new EndTransitionRequest(accept, keepRelays ? "keep" : "own", !endNames));
    if (old.isMeant()) {
      old.release(console()).notes().forEach(this::hint);
    }
    show(move, "The move from " + move.plane() + " has ended.");
  }
}
