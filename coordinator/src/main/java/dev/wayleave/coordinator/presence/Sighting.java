package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.NodeId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What is written down of one node.
///
/// @param online whether it held a stream at that time
/// @param lastSeen when it last did
public record Sighting(NodeId node, boolean online, @Nullable Instant lastSeen) {}
