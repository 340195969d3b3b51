package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.protocol.wire.FilterRule;
import dev.wayleave.protocol.wire.SshPolicy;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One viewer in one image at one moment: every part of what it is to be told.
final class Sight {
  private final Scene scene;
  private final Viewer viewer;
  private final Node self;
  private final @Nullable Device device;
  private final Instant now;

  private Sight(Scene scene, Viewer viewer, Node self, Instant now) {
    this.scene = scene;
    this.viewer = viewer;
    this.self = self;
    this.device = scene.directory().device(self.id()).orElse(null);
    this.now = now;
  }

  /// Nothing where the viewer's node is no more.
  static Optional<Sight> of(Scene scene, Viewer viewer, Instant now) {
    return scene.tailnet().node(viewer.node()).map(node -> new Sight(scene, viewer, node, now));
  }

  Viewer viewer() {
    return viewer;
  }

  /// Whether the viewer is told of nobody: it waits for approval, its user is suspended, or the
  /// policy in force does not know it yet.
  boolean isWaiting() {
    return isHeldBack() || device == null;
  }

  private boolean isHeldBack() {
    return Standing.of(scene.tailnet(), self) != Standing.LET_IN;
  }

  /// The viewer's own index, or less than zero where the policy in force does not know it yet.
  int index() {
    return device == null ? -1 : device.index();
  }

  /// The indexes of those whom the policy lets it see.
  BitSet sees() {
    return isHeldBack() || device == null ? new BitSet() : scene.parts().network().sees(device);
  }

  List<FilterRule> filter() {
    return isHeldBack() || device == null ? List.of() : scene.parts().filter(device);
  }

  SshPolicy ssh() {
    return isHeldBack() || device == null ? SshForm.NOBODY : scene.parts().ssh(device);
  }

  ViewerDns dns() {
    OldNames.Records names = oldNames();
    if (!scene.personalDns()) {
      return ViewerDns.of(scene.dns(), scene.dnsDigest(), names);
    }
    DnsConfig personal =
        NextDns.personal(
            scene.dns(),
            self,
            device == null ? Set.of() : scene.parts().capabilities(device).keySet(),
            scene.shelf().details(self).hostinfo().os());
    return ViewerDns.of(personal, Digest.of(personal), names);
  }

  private OldNames.Records oldNames() {
    if (scene.oldNames().isNone() || isWaiting() || device == null) {
      return OldNames.Records.NONE;
    }
    BitSet visible = (BitSet) sees().clone();
    visible.set(device.index());
    return scene.oldNames().records(scene, viewer.capability(), visible);
  }

  UserId owner() {
    return Owners.of(self, scene.tailnet());
  }

  /// The viewer's own node. It has no endpoints: a change of them is no news to itself, and a
  /// client works everything out again when its own node changes.
  dev.wayleave.protocol.wire.Node self() {
    SharedDetails details = scene.shelf().details(self);
    List<String> addresses = PeerNodes.addresses(self, isWithoutIpv4(device));
    List<String> allowed = new ArrayList<>(addresses);
    if (device != null) {
      allowed.addAll(PeerNodes.texts(device.subnets()));
      allowed.addAll(PeerNodes.texts(device.exitRoutes()));
    }
    return PeerNodes.shared(self, details, scene.baseDomain(), owner().value())
        .keyExpiry(scene.tailnet().expiryOf(self))
        .discoKey(self.discoKey())
        .addresses(addresses)
        .allowedIps(allowed)
        .primaryRoutes(
            device == null
                ? List.of()
                : PeerNodes.texts(scene.parts().network().primaryRoutes(device)))
        .homeDerp(details.homeDerp())
        .cap(viewer.capability().number())
        .expired(isExpired(self))
        .online(true)
        .machineAuthorized(!isHeldBack())
        .capMap(device == null ? Map.of() : scene.parts().capabilities(device))
        .build();
  }

  /// The digest of what [#self] gave.
  long digest(dev.wayleave.protocol.wire.Node told) {
    return scene.shelf().digest(self, told);
  }

  /// The newest image of a device, where others can be told of it.
  Optional<Node> presentable(Device peer) {
    return scene
        .tailnet()
        .node(peer.id())
        .filter(node -> Standing.of(scene.tailnet(), node) == Standing.LET_IN)
        .filter(node -> PeerNodes.isPresentable(node, isWithoutIpv4(peer)));
  }

  boolean isExpired(Node node) {
    Instant end = scene.tailnet().expiryOf(node);
    return end != null && !end.isAfter(now);
  }

  /// What the viewer reaches by way of a peer.
  Routed routed(Device peer) {
    return device == null ? Routed.NOTHING : scene.parts().routed(device, peer);
  }

  /// A peer as the viewer is sent it.
  dev.wayleave.protocol.wire.Node peer(Device peer, Node node, Routed routed) {
    boolean online = scene.reached().isShownReachable(node);
    PeerForm form =
        new PeerForm(
            scene.baseDomain(),
            Owners.of(node, scene.tailnet()).value(),
            online,
            online ? null : lastSeen(node).orElse(null),
            scene.tailnet().expiryOf(node),
            isExpired(node),
            isWithoutIpv4(peer),
            scene.parts().traits().subdomains().get(peer.index()),
            routed);
    return scene
        .shelf()
        .peer(node, form, () -> scene.parts().peerCapabilities(peer, !routed.exits().isEmpty()));
  }

  /// When a node that is offline was heard last: as connections tell, else as its row does.
  Optional<Instant> lastSeen(Node node) {
    Presence presence = scene.image().presence();
    return presence.lastSeen(node.id()).or(() -> Optional.ofNullable(node.lastSeen()));
  }

  private boolean isWithoutIpv4(@Nullable Device any) {
    return any != null && scene.parts().traits().withoutIpv4().get(any.index());
  }
}
