package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Says what viewers are told of one image: everything at first, then what is new.
///
/// It is made from the one before ([#next]), so that what does not change is worked out once, for
/// all images and all viewers. Any number of threads may ask it.
///
/// **Cost.** A full map costs what the chunk of peers costs that its viewer is in; all others are
/// made, compressed and shared already, unless something in them changed since. A change costs as
/// much as the peers that [News] names, and a few operations on bit sets of all nodes; only with
/// [News#rules] are the routers looked at too.
public final class MapComposer {
  private final Scene scene;

  private MapComposer(Scene scene) {
    this.scene = scene;
  }

  /// The composer of a first image.
  public static MapComposer of(NetworkImage image) {
    return of(image, PeerChunk.USUAL_SIZE);
  }

  /// @param chunkSize peers that viewers are told of together
  static MapComposer of(NetworkImage image, int chunkSize) {
    return new MapComposer(Scene.first(image, chunkSize));
  }

  /// The composer of a later image.
  public MapComposer next(NetworkImage image) {
    return new MapComposer(scene.next(image));
  }

  public NetworkImage image() {
    return scene.image();
  }

  /// What the indexes of what viewers are told mean here.
  Slots slots() {
    return scene.parts().slots();
  }

  /// The first response of a stream: all that a viewer may know. There is none where its node is no
  /// more.
  public Composed everything(Viewer viewer, Instant now) {
    return Sight.of(scene, viewer, now)
        .map(sight -> everything(sight, now))
        .orElseGet(() -> new Composed(List.of(), nothing()));
  }

  /// The same as [#everything] as it is sent: of parts that are made once for all viewers.
  MapBytes full(Viewer viewer, Instant now) {
    return full(viewer, now, false);
  }

  /// The same for a stream that was told something before, which has to be told what is no more.
  MapBytes fullAnew(Viewer viewer, Instant now) {
    return full(viewer, now, true);
  }

  private MapBytes full(Viewer viewer, Instant now, boolean anew) {
    return Sight.of(scene, viewer, now)
        .map(sight -> full(sight, now, anew))
        .orElseGet(() -> new MapBytes(List.of(), nothing()));
  }

  /// What a viewer was not told yet, or was told otherwise; no response where there is nothing, or
  /// where its node is no more.
  ///
  /// The newest image is what counts: whatever happened between it and what was told, viewers are
  /// told how it ended.
  ///
  /// @param told what the last call for this stream gave
  public Composed changes(Viewer viewer, News news, Told told, Instant now) {
    return Sight.of(scene, viewer, now)
        .map(sight -> new MapChanges(scene, sight, news, told, false).compose(now))
        .orElseGet(() -> new Composed(List.of(), told));
  }

  /// The same as [#changes] as it is sent: many peers at once are of parts that are made once for
  /// all viewers.
  MapBytes delta(Viewer viewer, News news, Told told, Instant now) {
    Composed composed =
        Sight.of(scene, viewer, now)
            .map(sight -> new MapChanges(scene, sight, news, told, true).compose(now))
            .orElseGet(() -> new Composed(List.of(), told));
    List<MapResponse> responses = composed.responses();
    if (composed.pieces().isEmpty()) {
      return new MapBytes(
          responses.isEmpty() ? List.of() : List.of(frames(responses)), composed.told());
    }
    List<byte[]> parts =
        new ArrayList<>(MapJson.inPieces(responses.getFirst(), "PeersChanged", composed.pieces()));
    if (responses.size() > 1) {
      parts.add(frames(responses.subList(1, responses.size())));
    }
    return new MapBytes(parts, composed.told());
  }

  /// The JSON of a response of this composer or one before it.
  public byte[] json(MapResponse response) {
    return MapJson.write(response, scene.shelf()::json);
  }

  /// Responses of this composer or one before it as they are sent.
  byte[] frames(List<MapResponse> responses) {
    return scene.frames().of(responses, this::json);
  }

  private Composed everything(Sight sight, Instant now) {
    Set<UserId> profiles = new TreeSet<>(Set.of(sight.owner()));
    BitSet known = new BitSet();
    BitSet expired = new BitSet();
    Map<NodeId, Routed> routed = new HashMap<>();
    List<Node> peers = new ArrayList<>();
    sight.sees().stream()
        .mapToObj(scene.directory()::at)
        .forEach(device ->
            sight
                .presentable(device)
                .ifPresent(node -> {
                  Routed routes = sight.routed(device);
                  Node peer = sight.peer(device, node, routes);
                  peers.add(peer);
                  known.set(device.index());
                  expired.set(device.index(), peer.expired());
                  profiles.add(Owners.of(node, scene.tailnet()));
                  if (!routes.isNothing()) {
                    routed.put(node.id(), routes);
                  }
                }));
    peers.sort(Comparator.comparingLong(Node::id));
    FirstParts parts = new FirstParts(scene, sight, profiles, now);
    return new Composed(List.of(parts.response(peers, false)), parts.told(known, expired, routed));
  }

  private MapBytes full(Sight sight, Instant now, boolean anew) {
    PeerPieces.Peers peers = scene.pieces().of(scene, sight, sight.sees(), now);
    Set<UserId> profiles = new TreeSet<>(peers.owners());
    profiles.add(sight.owner());
    FirstParts parts = new FirstParts(scene, sight, profiles, now);
    MapResponse response = parts.response(List.of(), anew);
    Told told = parts.told(peers.known(), peers.expired(), peers.routed());
    return new MapBytes(
        peers.parts().isEmpty()
            ? List.of(MapFrames.frame(WireJson.write(response)))
            : MapJson.inPieces(response, "Peers", peers.parts()),
        told);
  }

  private Told nothing() {
    return new Told(
        new BitSet(),
        Set.of(),
        new Told.Digests(0, 0, 0, 0, 0),
        new Told.Basis(
            scene.parts().slots(),
            scene.parts().traits(),
            scene.name(),
            scene.baseDomain(),
            true,
            new BitSet(),
            Map.of()));
  }
}
