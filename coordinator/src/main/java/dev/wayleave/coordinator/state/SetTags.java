package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import java.util.Set;

/// Makes tags the owner of a node, or gives it back to the user who registered it.
///
/// @param tags the owner from now on; empty gives the node back
public record SetTags(NodeId id, Set<TagName> tags) implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    UserId user =
        switch (node.owner()) {
          case Owner.OfUser owner -> owner.user();
          case Owner.OfTags owner -> owner.registeredBy();
          case Owner.Nobody _ -> null;
        };
    if (tags.isEmpty() && user == null) {
      return Decision.refused(
          Reason.INVALID,
          "Node " + id + " has no user to go back to, so it cannot lose its last tag.");
    }
    Owner owner =
        tags.isEmpty() && user != null ? new Owner.OfUser(user) : new Owner.OfTags(tags, user);
    Node owned = NodeEdits.owned(node, owner);
    return Decision.accepted(owned, new TailnetChange.Put(owned));
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
