package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.administration.Words;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says which routes a node may route; all others it may not.
@Command(name = "approve-routes", description = "Say which routes a node may route.")
final class ApproveRoutesCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  @Option(
      names = {"-r", "--routes"},
      paramLabel = "PREFIX",
      split = ",",
      required = true,
      description = "All routes that are approved from now on; \"\" approves none.")
  private List<String> routes = new ArrayList<>();

  ApproveRoutesCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    NodeView node = client.approveRoutes(which.find(client), Words.of(routes));
    show(node, "%s may route: %s.".formatted(Nodes.label(node), Cells.list(node.approvedRoutes())));
  }
}
