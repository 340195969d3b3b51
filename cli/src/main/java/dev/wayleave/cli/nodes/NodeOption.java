package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.Problem;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.administration.IdNumber;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/// Which node a verb is about.
final class NodeOption {
  private static final Set<Integer> UNKNOWN = Set.of(400, 404);

  @Option(
      names = {"-i", "--identifier", "--id"},
      paramLabel = "ID",
      required = true,
      description = {
        "The node of this id, as \"nodes list\" shows it, or of the id it came with; or of this",
        "name."
      })
  private String id = "";

  /// The node's number; a name, or an id of another plane, is looked up.
  long find(AdministrationClient client) throws CommandException, ApiException {
    return find(client, id);
  }

  static long find(AdministrationClient client, String text) throws CommandException, ApiException {
    if (IdNumber.is(text)) {
      return Long.parseLong(text);
    }
    try {
      return client.node(text).id();
    } catch (ApiException e) {
      // What is no id at all is answered as a request that is wrong.
      if (e.problem().map(Problem::status).filter(UNKNOWN::contains).isEmpty()) {
        throw e;
      }
      return named(client, text, e);
    }
  }

  private static long named(AdministrationClient client, String name, ApiException cause)
      throws CommandException, ApiException {
    List<NodeView> named =
        client.nodes().stream().filter(node -> node.name().equalsIgnoreCase(name)).toList();
    if (named.size() == 1) {
      return named.getFirst().id();
    }
    throw new CommandException(
        (named.isEmpty()
                ? "there is no node \"%s\"; \"wayleave nodes list\" shows which there are."
                : "several nodes are named \"%s\"; name one by its id.")
            .formatted(SafeText.line(name, 80)),
        cause);
  }
}
