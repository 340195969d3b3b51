package dev.wayleave.cli.noise;

import dev.wayleave.api.NoiseKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;

/// Makes another Noise key.
@Command(
    name = "rotate",
    aliases = {"create", "new"},
    description = "Make a Noise key that clients are given from now on. Older ones stay accepted.")
final class RotateCommand extends AdministrationCommand {
  RotateCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    confirm("Give clients another Noise key from now on?");
    NoiseKeyView made = client.rotateNoiseKey();
    hint("clients take the new key when they are started anew; retire the older one after that.");
    show(made, made.publicKey());
  }
}
