package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.administration.AdministrationCommand;
import dev.wayleave.cli.administration.Cells;
import dev.wayleave.cli.administration.NamespaceOption;
import dev.wayleave.cli.administration.OldSpellingException;
import dev.wayleave.cli.administration.Users;
import dev.wayleave.cli.report.Grid;
import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Lists nodes.
@Command(
    name = "list",
    aliases = {"ls", "show"},
    description = "List nodes.")
final class ListCommand extends AdministrationCommand {
  @Option(
      names = {"-u", "--user"},
      paramLabel = "USER",
      description = "Only the nodes of this user: an id, a name or an e-mail address.")
  private @Nullable String user;

  /// Tags are shown always; Headscale before 0.28 wanted to be asked for them.
  @Option(
      names = {"-t", "--tags"},
      hidden = true)
  boolean tags;

  @Mixin private final NamespaceOption namespace = new NamespaceOption();

  ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  protected void check() throws OldSpellingException {
    namespace.check("nodes list");
  }

  @Override
  protected void run(AdministrationClient client)
      throws CommandException, ApiException, IOException {
    Users users = new Users(client.users());
    Long owner = user == null ? null : users.find(client, user).id();
    List<NodeView> nodes =
        client.nodes().stream()
            .filter(node -> owner == null || Objects.equals(node.user(), owner))
            .toList();
    show(nodes, table(nodes, users), "there are no such nodes.");
  }

  private Grid table(List<NodeView> nodes, Users users) {
    Grid grid =
        new Grid(
            ">id",
            "hostname",
            "name",
            "machine key",
            "node key",
            "user",
            "tags",
            "addresses",
            "ephemeral",
            "last seen",
            "expires",
            "connected",
            "expired");
    for (NodeView node : nodes) {
      grid.row(
          Long.toString(node.id()),
          node.hostname(),
          node.awaitingApproval() ? node.name() + " (awaits approval)" : node.name(),
          Nodes.shortened(node.machineKey()),
          Nodes.shortened(node.nodeKey()),
          users.label(node.user()),
          Cells.list(node.tags()),
          Cells.list(node.addresses()),
          Cells.yes(node.ephemeral()),
          Cells.time(node.lastSeen()),
          expires(node),
          Nodes.online(node.online()),
          Cells.yes(node.expired()));
    }
    return grid;
  }

  private static String expires(NodeView node) {
    if (node.expiry() != null) {
      return Cells.time(node.expiry());
    }
    Instant disabled = node.disabledExpiry();
    return disabled == null ? "never" : "never (disabled: " + Cells.time(disabled) + ")";
  }
}
