package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_28;

import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import dev.wayleave.tailnet.policy.dialect.RequestedTags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Nodes that have tags here because they asked for them, and that have them again by themselves
/// where the policy of a release until 0.27 gives them.
///
/// Their column `forced_tags` stays what it was; see [RequestedTags].
final class AskedTags {
  private static final String COLUMN = "forced_tags";
  private static final String STRIP = "oidc.strip_email_domain";

  private final Set<Long> nodes = new HashSet<>();

  /// @param policy the text that the target is to go by; null where there is none
  AskedTags(Inventory inventory, Target target, @Nullable String policy) {
    if (target.atLeast(V0_28) || !target.fidelity().keepsRows() || policy == null) {
      return;
    }
    Map<Long, Node> asking = new HashMap<>();
    List<Node> before = new ArrayList<>();
    for (Entity<?> entity : inventory.entities(EntityKind.NODE)) {
      Node node = before(entity);
      if (node != null && entity.value() instanceof Node now) {
        before.add(node);
        asking.put(now.id().value(), now);
      }
    }
    if (!before.isEmpty()) {
      Inventory.Builder base = Inventory.builder(inventory.source());
      inventory.entities().forEach(base::add);
      before.forEach(base::replace);
      decide(base.build(), asking, target, policy);
    }
  }

  private void decide(Inventory base, Map<Long, Node> asking, Target target, String policy) {
    PolicyEngine engine =
        PolicyEngine.ofRelease(target.release().label())
            .orElseThrow(() -> new AssertionError("every release that can be written has one"));
    boolean strips =
        base.server().map(server -> !"false".equals(server.other().get(STRIP))).orElse(true);
    for (RequestedTags.Request request : RequestedTags.of(engine, base, strips, policy)) {
      Node now = asking.get(request.node().id().value());
      if (now != null && request.isGranted() && request.granted().owner().equals(now.owner())) {
        nodes.add(now.id().value());
      }
    }
  }

  /// The node with the tags of its row alone, where it has more of them now.
  private static @Nullable Node before(Entity<?> entity) {
    RawRow row = entity.row();
    if (row == null
        || !(entity.value() instanceof Node node)
        || !(node.owner() instanceof Owner.OfTags(var tags, var registeredBy))
        || row.get(COLUMN) == null) {
      return null;
    }
    Set<TagName> stored = tags(new Row(row));
    if (registeredBy == null || stored.equals(tags) || !tags.containsAll(stored)) {
      return null;
    }
    return node.change().owner(owner(stored, registeredBy)).build();
  }

  private static Owner owner(Set<TagName> tags, UserId registeredBy) {
    return tags.isEmpty() ? new Owner.OfUser(registeredBy) : new Owner.OfTags(tags, registeredBy);
  }

  private static Set<TagName> tags(Row row) {
    Set<TagName> tags = new TreeSet<>();
    if (row.texts(COLUMN) instanceof Parsed.Value<List<String>>(List<String> texts)) {
      texts.stream()
          .filter(text -> text.matches("(?s)tag:.+"))
          .map(TagName::new)
          .forEach(tags::add);
    }
    return tags;
  }

  /// The stored value for a node of these, else the given one or what says the same.
  RawValue value(Node node, Former former, RawValue value) {
    RawValue stored = former.row().raw().get(COLUMN);
    return stored != null && nodes.contains(node.id().value())
        ? stored
        : former.or(COLUMN, Meaning.SET, value);
  }
}
