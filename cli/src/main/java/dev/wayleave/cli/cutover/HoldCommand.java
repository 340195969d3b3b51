package dev.wayleave.cli.cutover;

import dev.wayleave.api.TransitionRequest;
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

/// Holds the expiry of keys while devices move.
@Command(
    name = "hold",
    description = "Let no device's key expire here until the move ends.",
    footer = {
      "",
      "A key that rotates on the way cuts its device off from those who have not moved. What had",
      "expired stays expired, and so does what an administrator or the device itself ends.",
      "",
      "With --old it is held at hosted Tailscale, for each device that has not moved and whose key",
      "would expire; --old --off lets exactly those expire again."
    })
final class HoldCommand extends AdministrationCommand {
  @Option(names = "--off", description = "Let keys expire again.")
  private boolean off;

  @Option(
      names = "--accept-logged-out",
      description =
          "With --off: although keys have run out meanwhile, and their users log in anew.")
  private boolean accept;

  @Mixin private final OldSide old = new OldSide();

  HoldCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws CommandException {
    old.refuseStrays();
    if (old.isMeant() && accept) {
      throw new CommandException("--accept-logged-out is of this side alone; leave out --old.");
    }
  }

  @Override
  protected void run(AdministrationClient client)
      throws ApiException, IOException, CommandException {
    if (old.isMeant()) {
      atOldSide(client);
      return;
    }
    TransitionView move = client.changeTransition(new TransitionRequest(!off, null, accept));
    show(move, off ? "Keys expire as they say." : "No key expires here until the move ends.");
  }

  private void atOldSide(AdministrationClient client)
      throws ApiException, IOException, CommandException {
    OldSide.Done done = off ? old.release(console()) : old.hold(console(), client);
    done.notes().forEach(this::hint);
    show(
        done,
        off
            ? "What was held at hosted Tailscale expires there again."
            : done.set()
                + " more devices keep their keys at hosted Tailscale until --old --off, or the end"
                + " of the move with --old.");
  }
}
