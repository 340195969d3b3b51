package dev.wayleave.cli.apikeys;

import dev.wayleave.api.ApiKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// Lists API keys, by their prefixes: what follows is shown once, when a key is made.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List API keys.")
final class ListCommand extends AdministrationCommand {
  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    List<ApiKeyView> keys = client.apiKeys();
    Grid grid = new Grid(">id", "prefix", "scopes", "description", "expires", "created");
    for (ApiKeyView key : keys) {
      grid.row(
          Long.toString(key.id()),
          key.prefix(),
          key.scopes().isEmpty() ? "administrator" : Cells.list(key.scopes()),
          key.description(),
          Cells.end(key.expiration(), now()),
          Cells.time(key.createdAt()));
    }
    show(keys, grid, "there are no API keys.");
  }
}
