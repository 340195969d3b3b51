package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The peers of one image, and of those after it in which all look the same, in pieces: what
/// viewers see alike of a chunk is looked up, written and compressed once for all of them.
///
/// Only the chunk that a viewer itself is in is the viewer's own, because it lacks the viewer.
final class PeerPieces {
  /// Ways to see chunks that are kept; more are worked out for each viewer.
  private static final int MAX_KEPT = 4_096;

  private final PeerBytes bytes;
  private final Map<Look, Piece> kept = new ConcurrentHashMap<>();

  PeerPieces(PeerBytes bytes) {
    this.bytes = bytes;
  }

  /// What of a chunk a viewer sees.
  ///
  /// @param visible never changed
  /// @param routed what the viewer reaches by way of each router that it sees
  /// @param first whether no peer stands before it
  private record Look(PeerChunk chunk, BitSet visible, List<Routed> routed, boolean first) {
    // To compare the devices of a chunk would cost more than it is worth to find one twice.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public boolean equals(@Nullable Object other) {
      return other instanceof Look(var chunk2, var visible2, var routed2, var first2)
          && chunk2.devices() == chunk.devices()
          && first2 == first
          && visible2.equals(visible)
          && routed2.equals(routed);
    }

    @Override
    public int hashCode() {
      return 31 * (31 * System.identityHashCode(chunk.devices()) + visible.hashCode())
          + routed.hashCode();
    }
  }

  /// A look at a chunk as it is sent.
  ///
  /// @param known the indexes of those whom others can be told of
  /// @param until the first moment at which one of their keys expires
  private record Piece(
      BitSet known,
      BitSet expired,
      Set<UserId> owners,
      Map<NodeId, Routed> routed,
      List<byte[]> parts,
      Instant until) {}

  /// Peers of one viewer.
  ///
  /// @param parts compressed JSON of the peers with commas between them
  record Peers(
      BitSet known,
      BitSet expired,
      Set<UserId> owners,
      Map<NodeId, Routed> routed,
      List<byte[]> parts) {
    private void add(Piece piece) {
      known.or(piece.known);
      expired.or(piece.expired);
      owners.addAll(piece.owners);
      routed.putAll(piece.routed);
      parts.addAll(piece.parts);
    }
  }

  /// @param scene one in which all peers look as in those before
  /// @param which indexes of peers that the viewer sees
  Peers of(Scene scene, Sight sight, BitSet which, Instant now) {
    Peers all =
        new Peers(new BitSet(), new BitSet(), new TreeSet<>(), new HashMap<>(), new ArrayList<>());
    int self = sight.index();
    for (PeerChunk chunk : scene.parts().chunks()) {
      if (chunk.members().intersects(which)) {
        BitSet visible = (BitSet) chunk.members().clone();
        visible.and(which);
        Look look = new Look(chunk, visible, routed(sight, chunk, visible), all.parts.isEmpty());
        boolean own = self >= 0 && chunk.members().get(self);
        Piece piece = own ? piece(scene, sight, look, false) : shared(scene, sight, look, now);
        if (!piece.known.isEmpty()) {
          all.add(piece);
        }
      }
    }
    return all;
  }

  private static List<Routed> routed(Sight sight, PeerChunk chunk, BitSet visible) {
    if (chunk.routers().isEmpty()) {
      return List.of();
    }
    return chunk.routers().stream()
        .filter(router -> visible.get(router.index()))
        .map(sight::routed)
        .toList();
  }

  private Piece shared(Scene scene, Sight sight, Look look, Instant now) {
    Piece known = kept.get(look);
    if (known != null && now.isBefore(known.until)) {
      return known;
    }
    Piece made = piece(scene, sight, look, true);
    if (kept.size() < MAX_KEPT) {
      kept.put(look, made);
    }
    return made;
  }

  private Piece piece(Scene scene, Sight sight, Look look, boolean shared) {
    BitSet known = new BitSet();
    BitSet expired = new BitSet();
    Set<UserId> owners = new TreeSet<>();
    Map<NodeId, Routed> routed = new HashMap<>();
    List<Node> peers = new ArrayList<>();
    Instant until = Instant.MAX;
    Iterator<Routed> routes = look.routed.iterator();
    for (Device device : look.chunk.devices()) {
      if (look.visible.get(device.index())) {
        Routed through = PeerChunk.routes(device) ? routes.next() : Routed.NOTHING;
        dev.wayleave.tailnet.model.Node node = sight.presentable(device).orElse(null);
        if (node != null) {
          Node peer = sight.peer(device, node, through);
          peers.add(peer);
          known.set(device.index());
          expired.set(device.index(), peer.expired());
          owners.add(Owners.of(node, scene.tailnet()));
          until = peer.expired() ? until : earlier(until, scene.tailnet().expiryOf(node));
          if (!through.isNothing()) {
            routed.put(node.id(), through);
          }
        }
      }
    }
    byte[] compressed = shared ? bytes.shared(peers, look.first) : bytes.made(peers, look.first);
    return new Piece(known, expired, owners, routed, List.of(compressed), until);
  }

  private static Instant earlier(Instant one, @Nullable Instant other) {
    return other == null || one.isBefore(other) ? one : other;
  }
}
