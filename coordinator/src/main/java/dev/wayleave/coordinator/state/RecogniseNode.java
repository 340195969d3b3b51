package dev.wayleave.coordinator.state;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.Optional;

/// Takes in a device that was imported and comes here for the first time with both its keys: it is
/// what it was, and nobody is asked.
///
/// That it came is audited as what happened to the node, see [Batch].
public record RecogniseNode(MachineKey machineKey, NodeKey nodeKey) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    return DeviceRows.holding(image, nodeKey, machineKey)
        .map(node -> decide(image, node))
        .orElseGet(() -> Refusal.notFound("node of this machine with this node key"));
  }

  static Decision<Node> decide(Tailnet image, Node node) {
    Optional<Refusal> suspended = Standing.refusal(image, node.owner());
    if (suspended.isPresent()) {
      return new Decision.Refused<>(suspended.get());
    }
    if (!DeviceRows.isReserved(node)) {
      return Decision.accepted(node);
    }
    Node here = node.change().unmoved(null).build();
    return Decision.accepted(here, new TailnetChange.Put(here));
  }

  @Override
  public boolean audited() {
    return false;
  }

  @Override
  public String object() {
    return "nodes/" + nodeKey;
  }
}
