package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;

/// Lets a device end its login earlier than it would; it may not end it later.
public record ShortenExpiry(MachineKey machineKey, NodeKey nodeKey, Instant at)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = DeviceRows.holding(image, nodeKey, machineKey).orElse(null);
    if (node == null) {
      return Refusal.notFound("node of this machine with this node key");
    }
    Instant now = node.expiry();
    if (at.equals(now)) {
      return Decision.accepted(node);
    }
    if (now != null && at.isAfter(now)) {
      return Decision.refused(
          Reason.INVALID, "extending key is not allowed; log in again to get a new term");
    }
    Node shortened = NodeEdits.expiring(node, at);
    return Decision.accepted(shortened, new TailnetChange.Put(shortened));
  }

  @Override
  public String object() {
    return "nodes/" + nodeKey;
  }
}
