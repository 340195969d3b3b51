package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Takes attributes whose time is over from all nodes, and answers from how many.
public record DropExpiredAttributes() implements Command<Integer> {
  @Override
  public Decision<Integer> decide(Tailnet image, Moment moment) {
    List<TailnetChange.Edit> changes = new ArrayList<>();
    for (Node node : image.nodes()) {
      Map<String, CustomAttribute> left = new HashMap<>(node.attributes());
      left.values().removeIf(attribute -> isOver(attribute, moment.now()));
      if (left.size() < node.attributes().size()) {
        changes.add(new TailnetChange.Put(node.change().attributes(left).build()));
      }
    }
    return new Decision.Accepted<>(changes, changes.size());
  }

  private static boolean isOver(CustomAttribute attribute, Instant now) {
    return attribute.expiry() != null && !attribute.expiry().isAfter(now);
  }

  @Override
  public String object() {
    return "nodes/attributes";
  }
}
