package dev.wayleave.cli.cutover;

import dev.wayleave.api.TransitionRequest;
import dev.wayleave.api.TransitionView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Holds the expiry of keys while devices move.
@Command(
    name = "hold",
    description = "Let no device's key expire here until the move ends.",
    footer = {
      "",
      "A key that rotates on the way cuts its device off from those who have not moved. What had",
      "expired stays expired, and so does what an administrator or the device itself ends."
    })
final class HoldCommand extends AdministrationCommand {
  @Option(names = "--off", description = "Let keys expire again.")
  private boolean off;

  @Option(
      names = "--accept-logged-out",
      description =
          "With --off: although keys have run out meanwhile, and their users log in anew.")
  private boolean accept;

  HoldCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    TransitionView move = client.changeTransition(new TransitionRequest(!off, null, accept));
    show(move, off ? "Keys expire as they say." : "No key expires here until the move ends.");
  }
}
