package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is written down of one node.
///
/// @param online whether it held a stream at that time
/// @param lastSeen when it last did
/// @param silent whether it did not answer although it held one
public record Sighting(NodeId node, boolean online, @Nullable Instant lastSeen, boolean silent) {
  /// One that answers as far as is known.
  public Sighting(NodeId node, boolean online, @Nullable Instant lastSeen) {
    this(node, online, lastSeen, false);
  }
}
