package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;

/// Gives nodes the addresses that they lack since a prefix was added, and takes those of a family
/// that has no prefix any more.
@Command(
    name = "backfillips",
    description = "Give nodes the addresses that they lack since a prefix was added.")
final class BackfillCommand extends AdministrationCommand {

  BackfillCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    confirm("Give addresses to, and take them from, nodes as the configured prefixes say?");
    List<NodeView> changed = client.backfillAddresses();
    Grid grid = new Grid(">id", "name", "addresses");
    for (NodeView node : changed) {
      grid.row(Long.toString(node.id()), node.name(), Cells.list(node.addresses()));
    }
    show(changed, grid, "no node lacked an address.");
  }
}
