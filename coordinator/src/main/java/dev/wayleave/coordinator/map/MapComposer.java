package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.ClientVersion;
import dev.wayleave.protocol.wire.DebugSettings;
import dev.wayleave.protocol.wire.FilterRule;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.MapResponseBuilder;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.SshPolicy;
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
/// **Cost.** A full map costs what its peers cost, of which most are made and encoded already. A
/// change costs as much as the peers that [News] names, and a few operations on bit sets of all
/// nodes; only with [News#rules] are the routers looked at too.
public final class MapComposer {
  /// From here on clients read this setting among the capabilities of their own node.
  private static final CapabilityVersion AUTO_UPDATE_BY_CAPABILITY = new CapabilityVersion(131);

  /// The coordinator does not know what the newest client is, and so never sends people to one.
  private static final ClientVersion NEWEST = new ClientVersion(true, "", false, false, "", "");

  /// Clients would upload their logs to a service that is none of this tailnet's business.
  private static final DebugSettings NO_LOGS = new DebugSettings(0, true, null);

  private final Scene scene;

  private MapComposer(Scene scene) {
    this.scene = scene;
  }

  /// The composer of a first image.
  public static MapComposer of(NetworkImage image) {
    return new MapComposer(Scene.first(image));
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

  /// What a viewer was not told yet, or was told otherwise; no response where there is nothing, or
  /// where its node is no more.
  ///
  /// The newest image is what counts: whatever happened between it and what was told, viewers are
  /// told how it ended.
  ///
  /// @param told what the last call for this stream gave
  public Composed changes(Viewer viewer, News news, Told told, Instant now) {
    return Sight.of(scene, viewer, now)
        .map(sight -> new MapChanges(scene, sight, news, told).compose())
        .orElseGet(() -> new Composed(List.of(), told));
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

    Node self = sight.self();
    List<FilterRule> filter = sight.filter();
    SshPolicy ssh = sight.ssh();
    ViewerDns dns = sight.dns();
    MapResponseBuilder response =
        MapResponse.builder()
            .node(self)
            .derpMap(scene.image().derpMap())
            .peers(peers)
            .dnsConfig(dns.config())
            .domain(scene.name())
            .collectServices(false)
            .packetFilter(filter)
            .userProfiles(profiles.stream().map(id -> Owners.profile(id, scene.tailnet())).toList())
            .sshPolicy(ssh.rules().isEmpty() ? null : ssh)
            .controlTime(now)
            .debug(NO_LOGS)
            .clientVersion(NEWEST);
    if (!sight.viewer().capability().isAtLeast(AUTO_UPDATE_BY_CAPABILITY)) {
      response.defaultAutoUpdate(scene.parts().features().wide().autoUpdate());
    }
    Told.Digests digests =
        new Told.Digests(
            sight.digest(self),
            Digest.of(filter),
            ssh.rules().isEmpty() ? Digest.NEVER : Digest.of(ssh),
            dns.digest(),
            scene.derpDigest());
    Told.Basis basis =
        new Told.Basis(
            scene.parts().slots(),
            scene.parts().traits(),
            scene.name(),
            scene.baseDomain(),
            sight.isWaiting(),
            expired,
            routed);
    return new Composed(List.of(response.build()), new Told(known, profiles, digests, basis));
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
