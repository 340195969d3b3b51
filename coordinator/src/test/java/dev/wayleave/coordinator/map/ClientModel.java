package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.protocol.wire.FilterRule;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Node;
import dev.wayleave.protocol.wire.NodeBuilder;
import dev.wayleave.protocol.wire.PeerChange;
import dev.wayleave.protocol.wire.SshPolicy;
import dev.wayleave.protocol.wire.UserProfile;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.protocol.wire.WireTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client makes of the responses of one stream: it reads their JSON, and takes each field as
/// real clients were read to do.
final class ClientModel {
  private final Pool pool;
  private @Nullable Node node;
  private @Nullable DerpMap derpMap;
  private @Nullable DnsConfig dns;
  private String domain = "";
  private List<FilterRule> filter = List.of();
  private SshPolicy ssh = new SshPolicy(List.of());
  private final Map<Long, Node> peers = new TreeMap<>();
  private final Map<Long, UserProfile> profiles = new TreeMap<>();

  ClientModel() {
    this(Pool.NONE);
  }

  /// @param pool where values are kept that other clients know too
  ClientModel(Pool pool) {
    this.pool = pool;
  }

  Map<Long, Node> peers() {
    return peers;
  }

  void take(byte[] json) {
    try {
      take(WireJson.read(json, MapResponse.class));
    } catch (WireException e) {
      throw new AssertionError("a client can read what it is sent", e);
    }
  }

  private void take(MapResponse response) {
    node = response.node() == null ? node : response.node();
    derpMap = response.derpMap() == null ? derpMap : pool.same(response.derpMap());
    dns = response.dnsConfig() == null ? dns : pool.same(response.dnsConfig());
    domain = response.domain().isEmpty() ? domain : response.domain();
    filter = response.packetFilter() == null ? filter : response.packetFilter();
    ssh = response.sshPolicy() == null ? ssh : response.sshPolicy();
    response.userProfiles().forEach(profile -> profiles.put(profile.id(), pool.same(profile)));
    if (!response.peers().isEmpty()) {
      peers.clear();
      response.peers().forEach(peer -> peers.put(peer.id(), pool.same(peer)));
    }
    // More than a client asks for: nothing is told of peers that it does not know.
    response.peersRemoved().forEach(id -> assertThat(peers.remove(id)).isNotNull());
    response.peersChanged().forEach(peer -> peers.put(peer.id(), pool.same(peer)));
    response
        .peerSeenChange()
        .forEach((id, now) -> {
          assertThat(now).as("last seen is told as a time").isFalse();
          peers.put(id, change(known(id)).lastSeen(null).build());
        });
    response
        .onlineChange()
        .forEach((id, now) -> peers.put(id, change(known(id)).online(now).build()));
    response.peersChangedPatch().forEach(patch -> peers.put(patch.nodeId(), patched(patch)));
    assertThat(isPatchesAlone(response)).as("patches come alone").isTrue();
  }

  private static boolean isPatchesAlone(MapResponse response) {
    MapResponse patches =
        MapResponse.builder()
            .peersChangedPatch(response.peersChangedPatch())
            .onlineChange(response.onlineChange())
            .peerSeenChange(response.peerSeenChange())
            .build();
    return patches.equals(MapResponse.builder().build()) || patches.equals(response);
  }

  private Node known(long id) {
    return Objects.requireNonNull(peers.get(id), "a peer that the client does not know");
  }

  private Node patched(PeerChange patch) {
    NodeBuilder changed = change(known(patch.nodeId()));
    if (patch.derpRegion() != 0) {
      changed.homeDerp(patch.derpRegion());
    }
    if (patch.cap() != 0) {
      changed.cap(patch.cap());
    }
    if (patch.endpoints() != null) {
      changed.endpoints(patch.endpoints());
    }
    if (patch.key() != null) {
      changed.key(patch.key());
    }
    if (patch.discoKey() != null) {
      changed.discoKey(patch.discoKey());
    }
    if (patch.online() != null) {
      changed.online(patch.online());
    }
    if (patch.lastSeen() != null) {
      changed.lastSeen(patch.lastSeen());
    }
    if (patch.keyExpiry() != null) {
      changed.keyExpiry(patch.keyExpiry().equals(WireTime.NEVER) ? null : patch.keyExpiry());
    }
    return changed.build();
  }

  private static NodeBuilder change(Node node) {
    return Node.builder()
        .id(node.id())
        .stableId(node.stableId())
        .name(node.name())
        .user(node.user())
        .key(node.key())
        .keyExpiry(node.keyExpiry())
        .machine(node.machine())
        .discoKey(node.discoKey())
        .addresses(node.addresses())
        .allowedIps(node.allowedIps())
        .endpoints(node.endpoints())
        .homeDerp(node.homeDerp())
        .hostinfo(node.hostinfo())
        .created(node.created())
        .cap(node.cap())
        .tags(node.tags())
        .primaryRoutes(node.primaryRoutes())
        .lastSeen(node.lastSeen())
        .online(node.online())
        .machineAuthorized(node.machineAuthorized())
        .capMap(node.capMap())
        .expired(node.expired());
  }

  /// This client with the profiles too that another one was told earlier.
  ClientModel withProfilesOf(ClientModel other) {
    other.profiles.forEach(profiles::putIfAbsent);
    return this;
  }

  /// Whether this client knows what one that begins anew would know.
  ///
  /// Of profiles it may have more: nobody takes them away.
  void assertKnowsWhat(ClientModel fresh) {
    assertThat(node).isEqualTo(fresh.node);
    assertThat(derpMap).isEqualTo(fresh.derpMap);
    assertThat(dns).isEqualTo(fresh.dns);
    assertThat(domain).isEqualTo(fresh.domain);
    assertThat(filter).isEqualTo(fresh.filter);
    assertThat(ssh).isEqualTo(fresh.ssh);
    assertThat(peers).isEqualTo(fresh.peers);
    assertThat(profiles).containsAllEntriesOf(fresh.profiles);
  }
}
