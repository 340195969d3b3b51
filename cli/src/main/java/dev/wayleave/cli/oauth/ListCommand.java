package dev.wayleave.cli.oauth;

import dev.wayleave.api.OAuthClientView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// Lists OAuth clients.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List OAuth clients.")
final class ListCommand extends AdministrationCommand {
  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    List<OAuthClientView> clients = client.oauthClients();
    Grid grid = new Grid("id", "scopes", "tags", "description", "created", "revoked");
    for (OAuthClientView one : clients) {
      grid.row(
          one.id(),
          Cells.list(one.scopes()),
          Cells.list(one.tags()),
          one.description(),
          Cells.time(one.createdAt()),
          Cells.time(one.revokedAt()));
    }
    show(clients, grid, "there are no OAuth clients.");
  }
}
