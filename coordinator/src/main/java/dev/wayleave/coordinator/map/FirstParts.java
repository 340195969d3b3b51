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
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the first response of a stream has beside peers.
final class FirstParts {
  /// From here on clients read this setting among the capabilities of their own node.
  private static final CapabilityVersion AUTO_UPDATE_BY_CAPABILITY = new CapabilityVersion(131);

  /// The coordinator does not know what the newest client is, and so never sends people to one.
  private static final ClientVersion NEWEST = new ClientVersion(true, "", false, false, "", "");

  /// Clients would upload their logs to a service that is none of this tailnet's business.
  private static final DebugSettings NO_LOGS = new DebugSettings(0, true, null);

  private final Scene scene;
  private final Sight sight;
  private final Set<UserId> profiles;
  private final Instant now;
  private final Node self;
  private final List<FilterRule> filter;
  private final SshPolicy ssh;
  private final ViewerDns dns;

  FirstParts(Scene scene, Sight sight, Set<UserId> profiles, Instant now) {
    this.scene = scene;
    this.sight = sight;
    this.profiles = profiles;
    this.now = now;
    this.self = sight.self();
    this.filter = sight.filter();
    this.ssh = sight.ssh();
    this.dns = sight.dns();
  }

  /// @param anew whether the stream was told something before: only what is said takes its place
  MapResponse response(List<Node> peers, boolean anew) {
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
            .sshPolicy(ssh.rules().isEmpty() && !anew ? null : ssh)
            .controlTime(now)
            .debug(NO_LOGS)
            .clientVersion(NEWEST);
    if (!sight.viewer().capability().isAtLeast(AUTO_UPDATE_BY_CAPABILITY)) {
      response.defaultAutoUpdate(scene.parts().features().wide().autoUpdate());
    }
    return response.build();
  }

  /// What the viewer knows after it.
  Told told(BitSet known, BitSet expired, Map<NodeId, Routed> routed) {
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
    return new Told(known, profiles, digests, basis);
  }
}
