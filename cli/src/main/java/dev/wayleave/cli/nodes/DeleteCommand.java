package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Removes a node; its device would have to register anew.
@Command(
    name = "delete",
    aliases = {"del"},
    description = "Remove a node; its device would have to register anew.")
final class DeleteCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  DeleteCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    NodeView node = client.node(which.find(client));
    confirm("Remove node %s (id %d)?".formatted(node.name(), node.id()));
    show(client.deleteNode(node.id()), Nodes.label(node) + " is removed.");
  }
}
