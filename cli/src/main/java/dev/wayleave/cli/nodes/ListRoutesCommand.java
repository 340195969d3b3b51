package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.report.Grid;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Lists the routes that nodes advertise or may route.
@Command(
    name = "list-routes",
    aliases = {"lsr", "routes"},
    description = "List the routes that nodes advertise or may route.")
final class ListRoutesCommand extends AdministrationCommand {
  /// What programs are told of a node's routes.
  ///
  /// @param available what the node advertises
  /// @param serving what it both advertises and may route
  record Document(
      long id,
      String hostname,
      String name,
      List<String> approved,
      List<String> available,
      List<String> serving) {
    static Document of(NodeView node) {
      return new Document(
          node.id(),
          node.hostname(),
          node.name(),
          node.approvedRoutes(),
          node.advertisedRoutes(),
          node.advertisedRoutes().stream().filter(node.approvedRoutes()::contains).toList());
    }
  }

  @Option(
      names = {"-i", "--identifier", "--id"},
      paramLabel = "ID",
      description = "Only those of the node of this id.")
  private @Nullable Long id;

  ListRoutesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client) throws ApiException, IOException {
    Long wanted = id;
    List<NodeView> nodes = wanted == null ? client.nodes() : List.of(client.node(wanted));
    List<Document> routers =
        nodes.stream()
            .filter(n -> !n.advertisedRoutes().isEmpty() || !n.approvedRoutes().isEmpty())
            .map(Document::of)
            .toList();
    Grid grid = new Grid(">id", "hostname", "name", "approved", "available", "serving");
    for (Document router : routers) {
      grid.row(
          Long.toString(router.id()),
          router.hostname(),
          router.name(),
          Cells.list(router.approved()),
          Cells.list(router.available()),
          Cells.list(router.serving()));
    }
    show(routers, grid, "there are no such routes.");
  }
}
