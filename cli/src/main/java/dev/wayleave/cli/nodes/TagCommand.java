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

/// Makes tags the owner of a node, or gives it back to its user.
@Command(
    name = "tag",
    aliases = {"tags", "t"},
    description = "Make tags the owner of a node.")
final class TagCommand extends AdministrationCommand {
  @Mixin private final NodeOption which = new NodeOption();

  @Option(
      names = {"-t", "--tags"},
      paramLabel = "TAG",
      split = ",",
      required = true,
      description = "All tags of the node from now on; \"\" gives it back to its user.")
  private List<String> tags = new ArrayList<>();

  TagCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    NodeView node = client.tagNode(which.find(client), Words.of(tags));
    show(node, "%s has the tags: %s.".formatted(Nodes.label(node), Cells.list(node.tags())));
  }
}
