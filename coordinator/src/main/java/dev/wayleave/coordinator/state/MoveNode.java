package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;

/// Gives a node to another user; tags that own it go on owning it.
public record MoveNode(NodeId id, UserId user) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    if (image.user(user).isEmpty()) {
      return Refusal.notFound("user " + user);
    }
    Owner owner =
        switch (node.owner()) {
          case Owner.OfTags tags -> new Owner.OfTags(tags.tags(), user);
          case Owner.OfUser _, Owner.Nobody _ -> new Owner.OfUser(user);
        };
    Node moved = NodeEdits.owned(node, owner);
    return Decision.accepted(moved, new TailnetChange.Put(moved));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
