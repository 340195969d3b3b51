package dev.wayleave.coordinator.presence;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import org.jspecify.annotations.Nullable;

/// Which of several routers of a subnet carries its traffic.
///
/// @param router null where there are not several any more
public record Carrier(IpPrefix subnet, @Nullable NodeId router) {}
