package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Ends a device's login at its own wish; an ephemeral one is gone at once.
public record LogOut(MachineKey machineKey, NodeKey nodeKey) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = DeviceRows.holding(image, nodeKey, machineKey).orElse(null);
    if (node == null) {
      return Refusal.notFound("node of this machine with this node key");
    }
    if (node.ephemeral()) {
      return Decision.accepted(node, new TailnetChange.Removed(node));
    }
    if (Admission.isExpired(image, node, moment)) {
      return Decision.accepted(node);
    }
    Node out = NodeEdits.ended(image, node, moment.now());
    return Decision.accepted(out, new TailnetChange.Put(out));
  }

  @Override
  public String object() {
    return "nodes/" + nodeKey;
  }
}
