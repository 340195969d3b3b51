package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Removes a node; its device would have to register anew.
public record DeleteNode(NodeId id) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    return image
        .node(id)
        .map(node -> Decision.accepted(node, new TailnetChange.Removed(node)))
        .orElseGet(() -> Refusal.notFound("node " + id));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
