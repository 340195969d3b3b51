package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;

/// Lets a node's login last for ever; when it would have ended is kept, see [EnableExpiry].
public record KeepNode(NodeId id) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    Instant before = node.expiry() == null ? node.disabledExpiry() : node.expiry();
    Node kept = node.change().expiry(null).disabledExpiry(before).build();
    return Decision.accepted(kept, new TailnetChange.Put(kept));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
