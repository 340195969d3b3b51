package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Removes a pre-auth key; nodes that registered with it stay and forget which it was.
public record DeletePreAuthKey(PreAuthKeyId id) implements Command<PreAuthKey> {
  @Override
  public Decision<PreAuthKey> decide(Tailnet image, Moment moment) {
    PreAuthKey key = image.preAuthKey(id).orElse(null);
    if (key == null) {
      return Refusal.notFound("pre-auth key " + id);
    }
    List<TailnetChange.Edit> changes = new ArrayList<>();
    changes.add(new TailnetChange.Removed(key));
    for (Node node : image.nodes()) {
      if (id.equals(node.authKey())) {
        changes.add(new TailnetChange.Put(NodeEdits.forget(node, Set.of(id))));
      }
    }
    return new Decision.Accepted<>(changes, key);
  }

  @Override
  public String object() {
    return "preAuthKeys/" + id;
  }
}
