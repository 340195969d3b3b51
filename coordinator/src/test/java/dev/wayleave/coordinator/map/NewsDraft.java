package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.NodeId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// News of one viewer that come together until it is told.
final class NewsDraft {
  boolean self;
  boolean rules;
  boolean dns;
  boolean derp;
  boolean profiles;
  private final Map<NodeId, Set<Facet>> peers = new HashMap<>();

  void peer(NodeId id, Facet facet) {
    peers.computeIfAbsent(id, _ -> EnumSet.noneOf(Facet.class)).add(facet);
  }

  News news() {
    return new News(self, rules, dns, derp, profiles, peers);
  }
}
