package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.NodeId;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// What a stream has to be told as soon as it can be written to.
///
/// It is a set of places to look at, so changes of one place merge; with more places than the limit
/// everything is sent anew, so it is bounded whatever happens meanwhile.
final class PendingNews {
  private final int limit;
  private boolean everything;
  private boolean self;
  private boolean rules;
  private boolean dns;
  private boolean derp;
  private boolean profiles;
  private Map<NodeId, Set<Facet>> peers = Map.of();

  PendingNews(int limit) {
    this.limit = limit;
  }

  void everything() {
    everything = true;
    peers = Map.of();
  }

  void self() {
    self = true;
  }

  void rules() {
    rules = true;
  }

  void dns() {
    dns = true;
  }

  void derp() {
    derp = true;
  }

  void profiles() {
    profiles = true;
  }

  /// @param facets never changed by the caller later: they are shared between streams
  void peer(NodeId peer, Set<Facet> facets) {
    if (everything) {
      return;
    }
    if (peers.isEmpty()) {
      peers = new HashMap<>();
    }
    peers.merge(peer, facets, PendingNews::both);
    if (peers.size() > limit) {
      everything();
    }
  }

  private static Set<Facet> both(Set<Facet> one, Set<Facet> other) {
    if (one.containsAll(other)) {
      return one;
    }
    Set<Facet> both = EnumSet.copyOf(one);
    both.addAll(other);
    return Collections.unmodifiableSet(both);
  }

  boolean isNone() {
    return !everything && !self && !rules && !dns && !derp && !profiles && peers.isEmpty();
  }

  boolean isEverything() {
    return everything;
  }

  /// What is pending as a value.
  News news() {
    return new News(self, rules, dns, derp, profiles, peers);
  }
}
