package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The users and nodes of a source, as its engine sees them and as they are seen here.
record SourceView(
    PolicyEngine engine, Directory directory, SourceUsers users, List<SourceNode> nodes) {
  static SourceView of(PolicyEngine engine, Inventory inventory, boolean stripEmailDomain) {
    Directory directory =
        Directory.of(Tailnet.of(0, LastIds.NONE, inventory.entities().map(Entity::value).toList()));
    return new SourceView(
        engine,
        directory,
        new SourceUsers(engine, inventory.users(), stripEmailDomain),
        SourceNodes.of(engine, inventory, directory));
  }

  SourceWords words(SourcePolicy policy, Places places) {
    return new SourceWords(engine, policy, users, nodes, places);
  }

  /// Devices about which someone has to decide apart from the policy: those that ask for tags which
  /// the policy gave them, and those that nobody owns. Findings of their own say so.
  Set<Integer> undecided() {
    Set<Integer> found = new HashSet<>();
    for (SourceNode node : nodes) {
      Device device = directory.devices().get(node.index());
      boolean wants =
          engine.honoursRequestedTags() && !node.tags().containsAll(node.requestedTags());
      if (wants || (device.person() == null && !device.isTagged())) {
        found.add(node.index());
      }
    }
    return found;
  }
}
