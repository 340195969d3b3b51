package dev.wayleave.cli.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the hosted plane calls the nodes that come from it.
///
/// Their aliases alone tell it: a number of seventeen digits is none that every reader of JSON gets
/// exactly, so that the node has another here.
final class HostedNodeIds {
  private final Map<String, List<String>> byNode = new HashMap<>();

  private HostedNodeIds() {}

  static HostedNodeIds of(Inventory inventory) {
    HostedNodeIds ids = new HostedNodeIds();
    for (Alias alias : inventory.aliases()) {
      if (alias.kind().equals("node") && alias.plane().equals(HostedPlane.NAME)) {
        ids.byNode.computeIfAbsent(alias.id(), _ -> new ArrayList<>(2)).add(alias.alias());
      }
    }
    return ids;
  }

  /// Puts the hosted `id` and `nodeId` into the JSON of a node that has them.
  void tell(Node node, ObjectNode json) {
    List<String> aliases = byNode.getOrDefault(node.id().toString(), List.of());
    if (aliases.isEmpty()) {
      return;
    }
    String nodeId = node.stableId().value();
    ObjectNode hosted = json.putObject("hosted");
    // A device that has no nodeId is known by its numeric id, in the place of one too.
    if (aliases.equals(List.of(nodeId)) && nodeId.chars().allMatch(Character::isDigit)) {
      hosted.put("id", nodeId);
      return;
    }
    aliases.stream()
        .filter(alias -> !alias.equals(nodeId))
        .findFirst()
        .ifPresent(id -> hosted.put("id", id));
    if (aliases.contains(nodeId)) {
      hosted.put("nodeId", nodeId);
      json.put("nodeId", nodeId);
    }
  }
}
