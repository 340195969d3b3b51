package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Lets a node's login last for ever.
public record KeepNode(NodeId id) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    Node kept = node.change().expiry(null).build();
    return Decision.accepted(kept, new TailnetChange.Put(kept));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
