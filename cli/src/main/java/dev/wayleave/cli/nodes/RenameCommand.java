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
import picocli.CommandLine.Parameters;

/// Gives a node another name in MagicDNS.
@Command(name = "rename", description = "Give a node another name in MagicDNS.")
final class RenameCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  @Parameters(paramLabel = "NAME", description = "The new name.")
  private String name = "";

  RenameCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    NodeView node = client.renameNode(which.find(client), name);
    show(node, "Node %d is now called %s.".formatted(node.id(), node.name()));
  }
}
