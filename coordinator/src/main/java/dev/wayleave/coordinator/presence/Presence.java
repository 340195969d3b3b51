package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import java.util.Optional;

/// Who is connected at one moment; it does not change.
public interface Presence {
  /// Whether the node holds a map stream, or did so until a moment ago.
  ///
  /// After a start of the coordinator a node stays what it last was for a grace period, so that
  /// exit nodes and routers do not flap.
  boolean isOnline(NodeId node);

  /// When the node was last heard; empty where it never was, or where nobody remembers.
  Optional<Instant> lastSeen(NodeId node);

  /// Whether others are told that it is online: it is, and if it is a router that others can stand
  /// in for, it answered when it was last asked.
  boolean isReachable(NodeId node);

  /// Whether everybody is told the same by this as by another; where that is not known, it is not
  /// so.
  default boolean showsAs(Presence other) {
    return equals(other);
  }
}
