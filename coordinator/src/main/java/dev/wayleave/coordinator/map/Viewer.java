package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.tailnet.model.NodeId;

/// For whom a map is made.
public record Viewer(NodeId node, CapabilityVersion capability) {}
