package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Works out what one viewer is told next.
final class MapChanges {
  private static final MapResponse NOTHING = MapResponse.builder().build();

  private final Scene scene;
  private final Sight sight;
  private final News news;
  private final Told told;
  private final boolean rules;
  private final boolean piecewise;

  private final BitSet known;
  private final BitSet expired;
  private Map<NodeId, Routed> routed;
  private boolean ownsRouted;
  private final Map<Long, dev.wayleave.protocol.wire.Node> changed = new TreeMap<>();
  private final Set<Long> removed = new TreeSet<>();
  private final Set<UserId> owners = new TreeSet<>();
  private final BitSet whole = new BitSet();
  private final PeerPatches patches;
  private List<byte[]> pieces = List.of();
  private @Nullable BitSet sees;

  /// @param piecewise whether many peers may be left to pieces
  MapChanges(Scene scene, Sight sight, News news, Told told, boolean piecewise) {
    this.piecewise = piecewise;
    this.scene = scene;
    this.sight = sight;
    this.news = news;
    this.told = told;
    this.rules = news.rules() || sight.isWaiting() != told.basis().waiting();
    this.known = (BitSet) told.peers().clone();
    this.expired = (BitSet) told.basis().expired().clone();
    this.routed = told.basis().routed();
    this.patches = new PeerPatches(scene, sight);
  }

  Composed compose(Instant now) {
    followIndexes();
    findOtherwiseMade();
    if (rules) {
      lookAround();
    }
    news.peers().forEach(this::lookAt);
    if (piecewise && whole.cardinality() > scene.manyPeers()) {
      showInPieces(now);
    } else {
      whole.stream().mapToObj(scene.directory()::at).forEach(this::show);
    }
    return answer();
  }

  /// Where an index means another node now, the one that it meant is gone or has another index.
  private void followIndexes() {
    Slots earlier = told.basis().slots();
    BitSet moved = (BitSet) scene.movedSince(earlier).clone();
    moved.and(told.peers());
    known.andNot(moved);
    expired.andNot(moved);
    for (int index = moved.nextSetBit(0); index >= 0; index = moved.nextSetBit(index + 1)) {
      NodeId id = earlier.at(index);
      Device now = scene.directory().device(id).orElse(null);
      if (now == null) {
        removed.add(id.value());
        forget(id);
      } else {
        known.set(now.index());
        whole.set(now.index());
      }
    }
  }

  /// Peers that look otherwise for everybody: by another base domain, or other attributes.
  private void findOtherwiseMade() {
    if (!scene.baseDomain().equals(told.basis().baseDomain())) {
      whole.or(known);
    }
    if (!scene.parts().traits().equals(told.basis().traits())) {
      BitSet other = scene.parts().traits().differences(told.basis().traits());
      other.and(known);
      whole.or(other);
    }
  }

  private void lookAround() {
    BitSet now = sees();
    BitSet lost = (BitSet) known.clone();
    lost.andNot(now);
    lost.stream().mapToObj(scene.directory()::at).forEach(this::remove);
    BitSet met = (BitSet) now.clone();
    met.andNot(known);
    whole.or(met);
    scene.parts().routers().forEach(this::lookAtRoutes);
    for (NodeId router : told.basis().routed().keySet()) {
      scene.directory().device(router).ifPresent(this::lookAtRoutes);
    }
  }

  private void lookAtRoutes(Device router) {
    if (known.get(router.index())
        && !sight.routed(router).equals(routed.getOrDefault(router.id(), Routed.NOTHING))) {
      whole.set(router.index());
    }
  }

  private void lookAt(NodeId id, Set<Facet> facets) {
    Device device = scene.directory().device(id).orElse(null);
    if (device == null || whole.get(device.index())) {
      return;
    }
    if (known.get(device.index())) {
      Node node = sight.presentable(device).orElse(null);
      if (node == null
          || facets.contains(Facet.WHOLE)
          || sight.isExpired(node) != expired.get(device.index())
          || !patches.add(node, facets)) {
        whole.set(device.index());
      }
    } else if (mayAppear(facets) && sees().get(device.index())) {
      whole.set(device.index());
    }
  }

  /// Whether a peer that the viewer does not know may be one that it sees now.
  private static boolean mayAppear(Set<Facet> facets) {
    return facets.contains(Facet.WHOLE) || facets.contains(Facet.KEYS);
  }

  private BitSet sees() {
    BitSet found = sees;
    if (found == null) {
      found = sight.sees();
      sees = found;
    }
    return found;
  }

  /// Tells of a peer as a whole, or that it is gone where others cannot be told of it any more.
  private void show(Device device) {
    Node node = sight.presentable(device).orElse(null);
    if (node == null) {
      remove(device);
      return;
    }
    Routed routes = sight.routed(device);
    dev.wayleave.protocol.wire.Node peer = sight.peer(device, node, routes);
    changed.put(peer.id(), peer);
    known.set(device.index());
    expired.set(device.index(), peer.expired());
    owners.add(Owners.of(node, scene.tailnet()));
    if (routes.isNothing()) {
      forget(node.id());
    } else {
      ownRouted().put(node.id(), routes);
    }
  }

  /// The same as [#show] for all that are to be told of as a whole.
  private void showInPieces(Instant now) {
    PeerPieces.Peers shown = scene.pieces().of(scene, sight, whole, now);
    BitSet hidden = (BitSet) whole.clone();
    hidden.andNot(shown.known());
    hidden.stream().mapToObj(scene.directory()::at).forEach(this::remove);
    known.or(shown.known());
    expired.andNot(shown.known());
    expired.or(shown.expired());
    owners.addAll(shown.owners());
    for (NodeId router : List.copyOf(routed.keySet())) {
      if (scene.directory().device(router).filter(d -> shown.known().get(d.index())).isPresent()) {
        forget(router);
      }
    }
    shown.routed().forEach((router, routes) -> ownRouted().put(router, routes));
    pieces = shown.parts();
  }

  private void remove(Device device) {
    if (known.get(device.index())) {
      removed.add(device.id().value());
    }
    known.clear(device.index());
    expired.clear(device.index());
    whole.clear(device.index());
    forget(device.id());
  }

  private void forget(NodeId router) {
    if (routed.containsKey(router)) {
      ownRouted().remove(router);
    }
  }

  /// A copy of what was told of routes, from the first change on: most news changes none.
  private Map<NodeId, Routed> ownRouted() {
    if (!ownsRouted) {
      routed = new HashMap<>(routed);
      ownsRouted = true;
    }
    return routed;
  }

  private Composed answer() {
    ViewerParts parts = new ViewerParts(scene, sight, news, told, rules);
    owners.add(sight.owner());
    owners.removeAll(told.profiles());
    Set<UserId> toSend = new TreeSet<>(owners);
    if (news.profiles()) {
      toSend.addAll(told.profiles());
    }
    Set<UserId> profiles = told.profiles();
    if (!owners.isEmpty()) {
      profiles = new TreeSet<>(profiles);
      profiles.addAll(owners);
    }
    MapResponse main =
        parts
            .begin()
            .peersChanged(List.copyOf(changed.values()))
            .peersRemoved(List.copyOf(removed))
            .userProfiles(
                toSend.stream()
                    .filter(id -> id.equals(Owners.TAGGED) || scene.tailnet().user(id).isPresent())
                    .map(id -> Owners.profile(id, scene.tailnet()))
                    .toList())
            .build();
    List<MapResponse> responses = new ArrayList<>();
    if (!main.equals(NOTHING) || !pieces.isEmpty()) {
      responses.add(main);
    }
    patches.response().ifPresent(responses::add);
    Told.Basis basis =
        new Told.Basis(
            scene.parts().slots(),
            scene.parts().traits(),
            scene.name(),
            scene.baseDomain(),
            sight.isWaiting(),
            expired,
            routed);
    return new Composed(responses, pieces, new Told(known, profiles, parts.digests(), basis));
  }
}
