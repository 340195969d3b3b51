package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The users and nodes of a source, as its engine sees them and as they are seen here.
///
/// @param entities what the source holds
/// @param directory what becomes of it here
/// @param retagged the devices that belong to other tags here than at the source, or to tags at all
record SourceView(
    PolicyEngine engine,
    List<TailnetEntity> entities,
    Directory directory,
    SourceUsers users,
    List<SourceNode> nodes,
    Set<Integer> retagged) {
  static SourceView of(PolicyEngine engine, Inventory inventory, boolean stripEmailDomain) {
    List<TailnetEntity> entities = inventory.entities().<TailnetEntity>map(Entity::value).toList();
    Directory directory = directory(entities);
    return new SourceView(
        engine,
        entities,
        directory,
        new SourceUsers(engine, inventory.users(), stripEmailDomain),
        SourceNodes.of(engine, inventory, directory),
        Set.of());
  }

  private static Directory directory(List<TailnetEntity> entities) {
    return Directory.of(Tailnet.of(0, LastIds.NONE, entities));
  }

  /// The same source whose nodes come here with the tags that the policy lets them have.
  SourceView under(SourcePolicy policy) {
    Map<NodeId, Node> granted = new HashMap<>();
    RequestedTags.of(this, policy).stream()
        .filter(RequestedTags.Request::isGranted)
        .forEach(request -> granted.put(request.node().id(), request.granted()));
    if (granted.isEmpty()) {
      return this;
    }
    Directory later =
        directory(
            entities.stream()
                .<TailnetEntity>map(value ->
                    value instanceof Node node ? granted.getOrDefault(node.id(), node) : value)
                .toList());
    Set<Integer> indexes = new HashSet<>();
    granted.keySet().forEach(id -> indexes.add(later.device(id).orElseThrow().index()));
    return new SourceView(engine, entities, later, users, nodes, indexes);
  }

  SourceWords words(SourcePolicy policy, Places places) {
    return new SourceWords(this, policy, places);
  }

  /// Devices of which 0.26 and 0.27 say other things than 0.28 once it has migrated them: their
  /// user counted beside the tags that they ask for, or those tags did not count beside others.
  Set<Integer> migrated() {
    boolean changed = engine == PolicyEngine.V0_26 || engine == PolicyEngine.V0_27;
    return changed ? retagged : Set.of();
  }

  /// Devices that nobody owns and that have never connected. What a rule says of them makes no
  /// difference to anybody.
  Set<Integer> unused() {
    Set<Integer> found = new HashSet<>();
    for (Device device : directory.devices()) {
      Node node = device.node();
      boolean silent =
          node.lastSeen() == null && node.hostinfo() == null && node.endpoints().isEmpty();
      if (silent && device.person() == null && !device.isTagged()) {
        found.add(device.index());
      }
    }
    return found;
  }
}
