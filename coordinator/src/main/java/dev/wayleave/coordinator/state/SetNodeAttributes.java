package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Sets custom attributes of a node and takes others from it.
///
/// As the hosted service has it, an attribute has one spelling and one type in a tailnet, which are
/// those of whoever set it first on any node.
///
/// @param set what is set, by name
/// @param removed the names of those that go
/// @param comment why; empty where nothing is said
public record SetNodeAttributes(
    NodeId id, Map<String, CustomAttribute> set, Set<String> removed, String comment)
    implements Command<Node> {
  /// More on one node are refused, so that nobody fills the image that every replica holds.
  static final int MAX_ON_A_NODE = 100;

  public SetNodeAttributes {
    set = Map.copyOf(set);
    removed = Set.copyOf(removed);
  }

  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    Map<String, CustomAttribute> attributes = new TreeMap<>(node.attributes());
    for (String name : new TreeSet<>(removed)) {
      if (attributes.remove(name) == null) {
        return Refusal.notFound("attribute " + name + " of node " + id);
      }
    }
    for (Map.Entry<String, CustomAttribute> entry : new TreeMap<>(set).entrySet()) {
      Optional<String> refusal = refusal(entry.getKey(), entry.getValue(), image, moment);
      if (refusal.isPresent()) {
        return Decision.refused(Reason.INVALID, refusal.get());
      }
      attributes.put(entry.getKey(), entry.getValue());
    }
    if (attributes.size() > MAX_ON_A_NODE) {
      return Decision.refused(
          Reason.INVALID,
          "Node " + id + " would have more than " + MAX_ON_A_NODE + " attributes; remove some.");
    }
    Node changed = node.change().attributes(attributes).build();
    return Decision.accepted(changed, new TailnetChange.Put(changed));
  }

  private Optional<String> refusal(
      String name, CustomAttribute attribute, Tailnet image, Moment moment) {
    if (attribute.expiry() != null && !attribute.expiry().isAfter(moment.now())) {
      return Optional.of(
          "The expiry " + attribute.expiry() + " of " + name + " is past; name a later time.");
    }
    for (Node node : image.nodes()) {
      for (Map.Entry<String, CustomAttribute> other : node.attributes().entrySet()) {
        boolean same = other.getKey().equals(name);
        if (!same && other.getKey().equalsIgnoreCase(name)) {
          return Optional.of(
              "The attribute is spelled %s on node %s; spell it so."
                  .formatted(other.getKey(), node.id()));
        }
        // A node may change the type of what it alone has.
        if (same
            && !node.id().equals(id)
            && other.getValue().value().getNodeType() != attribute.value().getNodeType()) {
          return Optional.of(
              "The attribute %s is a %s on node %s; it is of one type everywhere."
                  .formatted(name, type(other.getValue()), node.id()));
        }
      }
    }
    return Optional.empty();
  }

  private static String type(CustomAttribute attribute) {
    return switch (attribute.value().getNodeType()) {
      case BOOLEAN -> "boolean";
      case NUMBER -> "number";
      default -> "string";
    };
  }

  /// Names what is changed and why, which the node alone does not tell.
  @Override
  public String operation() {
    Set<String> names = new TreeSet<>(set.keySet());
    removed.forEach(name -> names.add("-" + name));
    String what = "SetNodeAttributes " + String.join(" ", names);
    return comment.isEmpty() ? what : what + " (" + comment + ")";
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }
}
