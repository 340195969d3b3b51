package dev.wayleave.cli.verification;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import org.jspecify.annotations.Nullable;

/// Brings nodes of two sides into one form where the target's release leaves no choice.
///
/// Who registered a tagged node Headscale forgets since 0.29, and before that could not do without
/// somebody. What a device advertises stands in its hostinfo since 0.26, and before that in a table
/// of its own; the routes themselves are compared whichever way they are written.
final class NodeForms {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ROUTES = "RoutableIPs";

  private final boolean forgets;
  private final boolean needs;

  private NodeForms(Inventory source, Inventory target) {
    this.forgets = forgets(target) && !forgets(source);
    this.needs = !forgets(target);
  }

  /// Replaces the nodes that only differ so.
  static void level(
      Inventory source, Inventory target, Inventory.Builder left, Inventory.Builder right) {
    NodeForms forms = new NodeForms(source, target);
    for (Node here : source.nodes()) {
      Entity<?> found = target.find(EntityRef.of(here)).orElse(null);
      if (found != null && found.value() instanceof Node there && !here.equals(there)) {
        left.replace(forms.source(here, there));
        right.replace(forms.target(here, there));
      }
    }
  }

  private Node source(Node here, Node there) {
    boolean forgotten = forgets && registeredBy(here) != null && registeredBy(there) == null;
    Node levelled = forgotten ? withoutRegistrar(here) : here;
    return sameHostinfo(here, there)
        ? levelled.change().hostinfo(there.hostinfo()).build()
        : levelled;
  }

  private Node target(Node here, Node there) {
    boolean made = needs && registeredBy(here) == null && registeredBy(there) != null;
    return made ? withoutRegistrar(there) : there;
  }

  private static boolean sameHostinfo(Node here, Node there) {
    JsonNode one = hostinfo(here);
    return one != null && one.equals(hostinfo(there));
  }

  private static @Nullable JsonNode hostinfo(Node node) {
    String text = node.hostinfo();
    if (text == null) {
      return null;
    }
    try {
      return JSON.readTree(text) instanceof ObjectNode object ? object.without(ROUTES) : null;
    } catch (JsonProcessingException notJson) {
      return null;
    }
  }

  private static boolean forgets(Inventory side) {
    return PolicyEngine.ofRelease(side.source().release())
        .filter(PolicyEngine.V0_29::equals)
        .isPresent();
  }

  private static @Nullable UserId registeredBy(Node node) {
    return node.owner() instanceof Owner.OfTags(_, UserId by) ? by : null;
  }

  private static Node withoutRegistrar(Node node) {
    return node.owner() instanceof Owner.OfTags(var tags, _)
        ? node.change().owner(new Owner.OfTags(tags, null)).build()
        : node;
  }
}
