package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Ends a node's login, or says when it ends.
///
/// @param at when; null means now
public record ExpireNode(NodeId id, @Nullable Instant at) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    Node expiring =
        at == null || !at.isAfter(moment.now())
            ? NodeEdits.ended(image, node, at == null ? moment.now() : at)
            : NodeEdits.expiring(node, at);
    return Decision.accepted(expiring, new TailnetChange.Put(expiring));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
