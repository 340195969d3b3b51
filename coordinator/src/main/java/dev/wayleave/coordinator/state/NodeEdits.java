package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Nodes with one thing changed.
final class NodeEdits {
  private NodeEdits() {}

  static Node named(Node node, String givenName) {
    return copy(
        node, givenName, node.owner(), node.authKey(), node.expiry(), node.approvedRoutes());
  }

  static Node owned(Node node, Owner owner) {
    return copy(
        node, node.givenName(), owner, node.authKey(), node.expiry(), node.approvedRoutes());
  }

  static Node expiring(Node node, Instant expiry) {
    return copy(
        node, node.givenName(), node.owner(), node.authKey(), expiry, node.approvedRoutes());
  }

  static Node routing(Node node, List<IpPrefix> approved) {
    return copy(node, node.givenName(), node.owner(), node.authKey(), node.expiry(), approved);
  }

  /// The node without what points to a user, or to pre-auth keys, that will be gone.
  static Node forget(Node node, UserId user, Set<PreAuthKeyId> keys) {
    Owner owner =
        switch (node.owner()) {
          case Owner.OfTags tags when user.equals(tags.registeredBy()) ->
              new Owner.OfTags(tags.tags(), null);
          case Owner.OfTags tags -> tags;
          case Owner.OfUser one -> one;
          case Owner.Nobody nobody -> nobody;
        };
    PreAuthKeyId key =
        node.authKey() != null && keys.contains(node.authKey()) ? null : node.authKey();
    return copy(node, node.givenName(), owner, key, node.expiry(), node.approvedRoutes());
  }

  private static Node copy(
      Node node,
      String givenName,
      Owner owner,
      @Nullable PreAuthKeyId authKey,
      @Nullable Instant expiry,
      List<IpPrefix> approvedRoutes) {
    return new Node(
        node.id(),
        node.stableId(),
        node.machineKey(),
        node.nodeKey(),
        node.discoKey(),
        node.ipv4(),
        node.ipv6(),
        node.hostname(),
        givenName,
        owner,
        node.registerMethod(),
        authKey,
        node.ephemeral(),
        expiry,
        node.lastSeen(),
        node.createdAt(),
        node.advertisedRoutes(),
        approvedRoutes,
        node.endpoints(),
        node.hostinfo());
  }
}
