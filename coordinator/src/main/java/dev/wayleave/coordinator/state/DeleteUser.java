package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Removes a user who owns no node, with the keys that act on the user's behalf.
///
/// Tagged nodes that the user once registered stay; they only forget who it was.
public record DeleteUser(UserId id) implements Command<User> {
  @Override
  public Decision<User> decide(Tailnet image, Moment moment) {
    User user = image.user(id).orElse(null);
    if (user == null) {
      return Refusal.notFound("user " + id);
    }
    long owned = image.nodes().stream().filter(this::owns).count();
    if (owned > 0) {
      return Decision.refused(
          Reason.CONFLICT,
          "User \""
              + user.label()
              + "\" still owns "
              + owned
              + " nodes; delete or tag them first.");
    }
    List<TailnetChange.Edit> changes = new ArrayList<>();
    changes.add(new TailnetChange.Removed(user));
    Set<PreAuthKeyId> keys = new HashSet<>();
    for (PreAuthKey key : image.preAuthKeys()) {
      if (id.equals(key.user())) {
        keys.add(key.id());
        changes.add(new TailnetChange.Removed(key));
      }
    }
    for (ApiKey key : image.apiKeys()) {
      if (id.equals(key.user())) {
        changes.add(new TailnetChange.Removed(key));
      }
    }
    for (Node node : image.nodes()) {
      Node forgetful = NodeEdits.forget(node, id, keys);
      if (!forgetful.equals(node)) {
        changes.add(new TailnetChange.Put(forgetful));
      }
    }
    return new Decision.Accepted<>(changes, user);
  }

  private boolean owns(Node node) {
    return node.owner() instanceof Owner.OfUser owner && owner.user().equals(id);
  }

  @Override
  public String object() {
    return "users/" + id;
  }
}
