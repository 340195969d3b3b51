package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is written down of one node.
///
/// @param online whether it held a stream at that time
/// @param lastSeen when it last did
/// @param silent whether it did not answer although it held one
/// @param opened when that stream was opened: of two replicas that have one the later is right;
///   null where it held none, or where that is not known
public record Sighting(
    NodeId node,
    boolean online,
    @Nullable Instant lastSeen,
    boolean silent,
    @Nullable Instant opened) {
  /// One that answers as far as is known, and of which nobody knows since when it is there.
  public Sighting(NodeId node, boolean online, @Nullable Instant lastSeen) {
    this(node, online, lastSeen, false, null);
  }
}
