package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;

/// Lets a node's login end again when it would have, had key expiry not been disabled for it, here
/// or where it was imported from.
///
/// That time may be past, and then the login ends now: it is what enabling means on the hosted
/// service too.
public record EnableExpiry(NodeId id) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    if (node.expiry() != null) {
      return Decision.accepted(node);
    }
    Instant end = node.disabledExpiry();
    if (end == null) {
      return Decision.refused(
          Reason.CONFLICT,
          "Nobody knows when the login of node "
              + node.label()
              + " would have ended; say when it ends with \"at\" (wayleave nodes expire --expiry).");
    }
    Node ending =
        end.isAfter(moment.now())
            ? NodeEdits.expiring(node, end)
            : NodeEdits.ended(image, node, end);
    return Decision.accepted(ending, new TailnetChange.Put(ending));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
