package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.IpPrefix;
import java.util.List;

/// What a viewer reaches by way of a peer beside the peer itself.
///
/// @param subnets of which the peer is the viewer's primary router
/// @param exits both default routes where the viewer may use it as an exit node
public record Routed(List<IpPrefix> subnets, List<IpPrefix> exits) {
  static final Routed NOTHING = new Routed(List.of(), List.of());

  public Routed {
    subnets = List.copyOf(subnets);
    exits = List.copyOf(exits);
  }

  boolean isNothing() {
    return subnets.isEmpty() && exits.isEmpty();
  }
}
