package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.PeerChange;
import dev.wayleave.protocol.wire.PeerChangeBuilder;
import dev.wayleave.protocol.wire.WireTime;
import dev.wayleave.tailnet.model.Node;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Changes of peers that clients take without working everything out again; they go in a response
/// of their own, for beside anything else they would be as dear as it.
final class PeerPatches {
  private final Scene scene;
  private final Sight sight;
  private final List<PeerChange> changes = new ArrayList<>();
  private final Map<Long, Boolean> online = new TreeMap<>();
  private final Map<Long, Boolean> seen = new TreeMap<>();

  PeerPatches(Scene scene, Sight sight) {
    this.scene = scene;
    this.sight = sight;
  }

  /// Adds what is new of a peer, or nothing where a patch cannot say it.
  ///
  /// @return whether it could
  boolean add(Node node, Set<Facet> facets) {
    SharedDetails details = scene.shelf().details(node);
    long id = node.id().value();
    boolean expired = sight.isExpired(node);
    PeerChange nothing = PeerChange.builder().nodeId(id).build();
    PeerChangeBuilder patch = PeerChange.builder().nodeId(id);
    // What is zero in a patch is unchanged.
    if ((facets.contains(Facet.DERP) && !expired && details.homeDerp() == 0)
        || (facets.contains(Facet.CAPABILITY) && node.capability() == 0)) {
      return false;
    }
    for (Facet facet : facets) {
      switch (facet) {
        case ONLINE -> presence(node, patch);
        case ENDPOINTS -> patch.endpoints(expired ? null : details.endpoints());
        case DERP -> patch.derpRegion(expired ? 0 : details.homeDerp());
        case KEYS -> patch.key(node.nodeKey()).discoKey(PeerNodes.discoKey(node));
        case EXPIRY -> patch.keyExpiry(keyExpiry(node));
        case CAPABILITY -> patch.cap(node.capability());
        case WHOLE -> throw new IllegalArgumentException("a whole peer is no patch");
      }
    }
    PeerChange change = patch.build();
    if (!change.equals(nothing)) {
      changes.add(change);
    }
    return true;
  }

  private Instant keyExpiry(Node node) {
    Instant end = scene.tailnet().expiryOf(node);
    return end == null ? WireTime.NEVER : end;
  }

  /// A patch cannot take back when a peer was last seen, which no node has that is online.
  private void presence(Node node, PeerChangeBuilder patch) {
    long id = node.id().value();
    Optional<Instant> lastSeen = sight.lastSeen(node);
    if (scene.reached().isShownReachable(node)) {
      online.put(id, true);
      seen.put(id, false);
    } else if (lastSeen.isPresent()) {
      patch.online(false).lastSeen(lastSeen.get());
    } else {
      online.put(id, false);
      seen.put(id, false);
    }
  }

  Optional<MapResponse> response() {
    if (changes.isEmpty() && online.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        MapResponse.builder()
            .peersChangedPatch(changes)
            .onlineChange(online)
            .peerSeenChange(seen)
            .build());
  }
}
