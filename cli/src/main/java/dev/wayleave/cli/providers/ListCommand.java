package dev.wayleave.cli.providers;

import dev.wayleave.api.IdentityProviderView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// Lists identity providers.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List identity providers, wherever their settings stand.")
final class ListCommand extends AdministrationCommand {
  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    List<IdentityProviderView> providers = client.identityProviders();
    Grid grid =
        new Grid(
            "name", "kind", "enabled", "from", "issuer", "client", "secret", "redirect address");
    for (IdentityProviderView one : providers) {
      grid.row(
          one.name(),
          one.kind(),
          Cells.yes(one.enabled()),
          one.from(),
          one.issuer(),
          one.clientId(),
          Cells.yes(one.secret()),
          one.callbackUrl());
    }
    show(providers, grid, "there are no identity providers; administrators let devices in.");
  }
}
