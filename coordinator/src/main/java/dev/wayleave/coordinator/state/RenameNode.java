package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;

/// Gives a node another name in MagicDNS.
public record RenameNode(NodeId id, String name) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    if (!NodeNames.isLabel(name)) {
      return Decision.refused(
          Reason.INVALID,
          "\""
              + name
              + "\" is no DNS label: use at most 63 of a-z, 0-9 and -, no - at either end.");
    }
    if (image.nodesNamed(name).stream().anyMatch(other -> !other.id().equals(id))) {
      return Decision.refused(Reason.CONFLICT, "There is already a node \"" + name + "\".");
    }
    if (NodeNames.isReserved(image, name) && !name.equals(node.givenName())) {
      return Decision.refused(
          Reason.CONFLICT,
          "\""
              + name
              + "\" is kept for a device that is shared with this tailnet where it comes from,"
              + " until the move ends.");
    }
    Node renamed = NodeEdits.named(node, name);
    return Decision.accepted(renamed, new TailnetChange.Put(renamed));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
