package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Says which routes a node may route, advertised or not yet.
///
/// An exit node routes IPv4 and IPv6: approving one of `0.0.0.0/0` and `::/0` approves both.
public record ApproveRoutes(NodeId id, Set<IpPrefix> routes) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    Set<IpPrefix> approved = new HashSet<>(routes);
    if (routes.stream().anyMatch(IpPrefix::isExitRoute)) {
      approved.add(IpPrefix.ALL_V4);
      approved.add(IpPrefix.ALL_V6);
    }
    Node routing = NodeEdits.routing(node, List.copyOf(approved));
    return Decision.accepted(routing, new TailnetChange.Put(routing));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
