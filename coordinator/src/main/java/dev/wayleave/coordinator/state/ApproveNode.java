package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Lets a device see others that has been waiting for an administrator.
public record ApproveNode(NodeId id) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    if (!node.awaitingApproval()) {
      return Decision.accepted(node);
    }
    Node approved = node.change().awaitingApproval(false).build();
    return Decision.accepted(approved, new TailnetChange.Put(approved));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
