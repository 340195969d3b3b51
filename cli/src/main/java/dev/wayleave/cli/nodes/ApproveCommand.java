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

/// Lets in a device that awaits approval.
@Command(name = "approve", description = "Let in a device that awaits approval.")
final class ApproveCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  ApproveCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    NodeView node = client.approveNode(which.find(client));
    show(node, Nodes.label(node) + " is let in.");
  }
}
