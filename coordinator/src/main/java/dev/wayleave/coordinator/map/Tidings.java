package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// Tells streams where to look after a step from one image to the next.
///
/// Who sees a node is a set of bits, so a change that k devices see costs k tellings, and a device
/// without a stream costs nothing more.
final class Tidings {
  private static final Set<Facet> WHOLE = NodeDifference.WHOLE.facets();
  private static final Set<Facet> ONLINE = Collections.unmodifiableSet(EnumSet.of(Facet.ONLINE));
  private static final Set<Facet> EXPIRY = Collections.unmodifiableSet(EnumSet.of(Facet.EXPIRY));

  private final MapSessions sessions;
  private final NetworkImage before;
  private final NetworkImage after;
  private final boolean samePolicy;

  Tidings(MapSessions sessions, NetworkImage before, NetworkImage after) {
    this.sessions = sessions;
    this.before = before;
    this.after = after;
    this.samePolicy = before.policy() == after.policy();
  }

  /// Everything is another: everybody is sent all of it.
  void reloaded() {
    List<NodeId> nodes = sessions.all().stream().map(session -> session.viewer().node()).toList();
    for (NodeId node : nodes) {
      // Whoever is shut out is told of nobody, which only a list of those removed says on a stream.
      boolean shutOut = HeldBack.isSuspended(after.tailnet(), node);
      sessions.tell(node, shutOut ? PendingNews::rules : PendingNews::everything);
    }
  }

  /// Nodes are new, gone or different.
  void nodes(Map<NodeId, NodeDifference> differences) {
    differences.forEach((node, difference) -> {
      if (!difference.facets().isEmpty()) {
        peers(node, difference.facets());
      }
      if (difference.self()) {
        sessions.tell(node, PendingNews::self);
      }
      if (difference.rules()) {
        sessions.tell(node, PendingNews::rules);
      }
    });
  }

  void online(Collection<NodeId> changed) {
    changed.forEach(node -> peers(node, ONLINE));
  }

  /// The moment at which logins end has come.
  void expired(Collection<NodeId> nodes) {
    for (NodeId node : nodes) {
      peers(node, EXPIRY);
      sessions.tell(node, PendingNews::self);
    }
  }

  /// The same policy means something else, because devices or people changed.
  void rules() {
    indexed(after.policy().network().touchedSince(before.policy().network()), PendingNews::rules);
    reroutes();
  }

  /// Other routers carry the traffic of subnets.
  void reroutes() {
    after
        .policy()
        .network()
        .reroutedSince(before.policy().network())
        .forEach((router, viewers) -> {
          indexed(viewers, news -> news.peer(router.id(), WHOLE));
          sessions.tell(router.id(), PendingNews::self);
        });
  }

  /// Another policy is in force.
  void policy() {
    sessions.tellAll(news -> {
      news.rules();
      news.self();
    });
  }

  /// Names or roles of users changed.
  void users(Collection<UserId> users) {
    for (UserId user : users) {
      for (Node node : after.tailnet().nodes()) {
        if (node.owner() instanceof Owner.OfUser owner && owner.user().equals(user)) {
          audience(node.id(), PendingNews::profiles);
          sessions.tell(
              node.id(),
              news -> {
                news.self();
                news.profiles();
              });
        }
      }
    }
  }

  void dns() {
    boolean renamed =
        !before.settings().dns().baseDomain().equals(after.settings().dns().baseDomain());
    sessions.tellAll(renamed ? PendingNews::everything : PendingNews::dns);
  }

  void derp() {
    sessions.tellAll(PendingNews::derp);
  }

  /// Settings of the server show in what each device is told of itself.
  void server() {
    sessions.tellAll(news -> {
      news.self();
      news.rules();
      news.dns();
    });
  }

  private void peers(NodeId node, Set<Facet> facets) {
    audience(node, news -> news.peer(node, facets));
  }

  /// Tells those who see a node now, or saw it until now.
  private void audience(NodeId node, Consumer<PendingNews> news) {
    BitSet viewers = viewers(after, node);
    if (!samePolicy) {
      viewers.or(viewers(before, node));
    }
    indexed(viewers, news);
  }

  private static BitSet viewers(NetworkImage image, NodeId node) {
    return image
        .policy()
        .directory()
        .device(node)
        .map(device -> image.policy().network().sees(device))
        .orElseGet(BitSet::new);
  }

  /// An index is given anew when its device is gone, so the newer directory counts.
  private void indexed(BitSet viewers, Consumer<PendingNews> news) {
    Directory now = after.policy().directory();
    viewers.stream()
        .forEach(i -> now.find(i).ifPresent(device -> sessions.tell(device.id(), news)));
  }
}
