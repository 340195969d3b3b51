package dev.wayleave.coordinator.presence;

import java.util.List;

/// What is read of what was written down.
///
/// @param nodes who is connected, and where
/// @param carriers of subnets that several routers have
public record Written(List<Seen> nodes, List<Carrier> carriers) {
  public Written {
    nodes = List.copyOf(nodes);
    carriers = List.copyOf(carriers);
  }

  public boolean isEmpty() {
    return nodes.isEmpty() && carriers.isEmpty();
  }
}
