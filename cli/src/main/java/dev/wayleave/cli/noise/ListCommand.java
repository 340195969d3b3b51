package dev.wayleave.cli.noise;

import dev.wayleave.api.NoiseKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// Lists the Noise keys by their public halves.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List the Noise keys that are accepted, by their public halves.")
final class ListCommand extends AdministrationCommand {
  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    List<NoiseKeyView> keys = client.noiseKeys();
    Grid grid = new Grid("public key", "use");
    for (NoiseKeyView key : keys) {
      grid.row(key.publicKey(), key.current() ? "given to clients" : "accepted");
    }
    show(keys, grid, "there is no Noise key.");
  }
}
