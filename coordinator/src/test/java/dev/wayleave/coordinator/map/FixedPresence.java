package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who is connected, as a test says.
record FixedPresence(Set<NodeId> online, Map<NodeId, Instant> seen) implements Presence {
  FixedPresence {
    online = Set.copyOf(online);
    seen = Map.copyOf(seen);
  }

  @Override
  public boolean isOnline(NodeId node) {
    return online.contains(node);
  }

  @Override
  public Optional<Instant> lastSeen(NodeId node) {
    return Optional.ofNullable(seen.get(node));
  }

  @Override
  public boolean isReachable(NodeId node) {
    return isOnline(node);
  }
}
