package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import java.time.Instant;
import java.util.Optional;

/// Who is there as peers are told: whoever is connected, and whoever has not moved yet.
///
/// Nobody here can ask a device on another plane, and to be told that it is offline costs more than
/// to be told wrongly that it is online. Traffic does not ask; but clients suggest no exit node
/// that is offline, leave it out of their list, offer no files to it, read no shared folders of it
/// and do not probe it as a router (`PeerIsReachable`, `feature/taildrop/ext.go`,
/// `ipnlocal/drive.go`, `net/routecheck` of the client; unknown counts as offline in all of them).
/// So it goes on carrying for those who have moved, as an exit node and as a router, until it moves
/// itself.
///
/// Whom nobody lets take part is shown to nobody, and can carry for nobody, wherever the device is.
record BothPlanes(Tailnet tailnet, Presence connected) implements Presence {
  @Override
  public boolean isOnline(NodeId node) {
    return isElsewhere(node) || connected.isOnline(node);
  }

  @Override
  public Optional<Instant> lastSeen(NodeId node) {
    return connected.lastSeen(node);
  }

  @Override
  public boolean isReachable(NodeId node) {
    return takesPart(node) && (isElsewhere(node) || connected.isReachable(node));
  }

  /// The same as [#isReachable(NodeId)] for a node that takes part, as whoever is shown to somebody
  /// does: it is asked for each peer of each map.
  boolean isShownReachable(Node node) {
    return connected.isReachable(node.id()) || tailnet.isElsewhere(node);
  }

  private boolean isElsewhere(NodeId node) {
    return tailnet.node(node).filter(tailnet::isElsewhere).isPresent() && takesPart(node);
  }

  private boolean takesPart(NodeId id) {
    return tailnet
        .node(id)
        .filter(node -> Standing.of(tailnet, node) == Standing.LET_IN)
        .isPresent();
  }
}
