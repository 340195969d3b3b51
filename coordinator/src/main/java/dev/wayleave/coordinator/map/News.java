package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.NodeId;
import java.util.Map;
import java.util.Set;

/// What one viewer has to be told since it was last told something.
///
/// It says where to look, not what to say: that is read from the newest image, so any number of
/// changes between two writes become one.
///
/// @param self the viewer's own node
/// @param rules packet filter, SSH rules, and who is seen at all
/// @param peers peers that changed; those whom the viewer does not see are left out when composing
/// @param profiles users whose profile changed
public record News(
    boolean self,
    boolean rules,
    boolean dns,
    boolean derp,
    boolean profiles,
    Map<NodeId, Set<Facet>> peers) {
  public static final News NONE = new News(false, false, false, false, false, Map.of());

  public News {
    peers = Map.copyOf(peers);
  }
}
