package dev.wayleave.exporters.headscale;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.InventoryJson;

/// Sources as they are some time later.
final class Edits {
  private Edits() {}

  /// A change to one entity's JSON.
  @FunctionalInterface
  private interface Edit {
    void change(ObjectNode tree);
  }

  /// The same source with another name of one node.
  static Reading rename(Reading source, long node, String name) throws Exception {
    return edit(source, "nodes/" + node, tree -> tree.put("givenName", name));
  }

  /// The same source with what one node says of itself.
  static Reading hostinfo(Reading source, long node, String text) throws Exception {
    return edit(source, "nodes/" + node, tree -> tree.put("hostinfo", text));
  }

  /// The same source, whose policy is the newest row of its database.
  static Reading withPolicyInDatabase(Reading source) throws Exception {
    return edit(
        source, "server/-", tree -> tree.withObject("/other").put("policy.mode", "database"));
  }

  private static Reading edit(Reading source, String ref, Edit edit) throws Exception {
    Inventory.Builder later = Inventory.builder(source.inventory().source());
    for (Entity<?> entity : source.inventory().entities().toList()) {
      if (entity.ref().toString().equals(ref)) {
        ObjectNode tree = InventoryJson.revealing().tree(entity);
        edit.change(tree);
        later.add(InventoryJson.revealing().entity(entity.ref().kind(), tree));
      } else {
        later.add(entity);
      }
    }
    source.inventory().leftovers().forEach(later::addLeftover);
    return new Reading(later.build(), source.counts(), source.findings());
  }
}
