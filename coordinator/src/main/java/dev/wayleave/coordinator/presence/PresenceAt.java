package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Who was connected at one moment.
final class PresenceAt implements Presence {
  private final Set<NodeId> online;
  private final Map<NodeId, Instant> lastSeen;
  private final Set<NodeId> silent;
  private final Object shown;

  /// @param shown the same object while nobody has to be told anything new
  PresenceAt(
      Collection<NodeId> online,
      Map<NodeId, Instant> lastSeen,
      Collection<NodeId> silent,
      Object shown) {
    this.shown = shown;
    // Copies that keep the hash tables' speed; Set.copyOf would probe once more for each.
    this.online = new HashSet<>(online);
    this.lastSeen = new HashMap<>(lastSeen);
    this.silent = new HashSet<>(silent);
  }

  @Override
  public boolean isOnline(NodeId node) {
    return online.contains(node);
  }

  @Override
  public Optional<Instant> lastSeen(NodeId node) {
    return Optional.ofNullable(lastSeen.get(node));
  }

  @Override
  public boolean isReachable(NodeId node) {
    return online.contains(node) && !silent.contains(node);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // it stands for what is shown, and has no value of its own
  public boolean showsAs(Presence other) {
    return other instanceof PresenceAt at && at.shown == shown;
  }
}
