package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Nodes with one thing changed.
final class NodeEdits {
  private NodeEdits() {}

  static Node named(Node node, String givenName) {
    return node.change().givenName(givenName).build();
  }

  static Node owned(Node node, Owner owner) {
    return node.change().owner(owner).build();
  }

  static Node expiring(Node node, Instant expiry) {
    return node.change().expiry(expiry).build();
  }

  /// The node with a login that has ended.
  static Node ended(Tailnet image, Node node, Instant at) {
    return expiring(node, endOf(image, at));
  }

  /// When a login has ended that is ended now. While expiry is held, what ends after that began
  /// does not count, so it ends at that moment at the latest.
  static Instant endOf(Tailnet image, Instant at) {
    return image.expiryHeldSince().filter(at::isAfter).orElse(at);
  }

  static Node routing(Node node, List<IpPrefix> approved) {
    return node.change().approvedRoutes(approved).build();
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
    return forget(node.change().owner(owner).build(), keys);
  }

  /// The node without what points to pre-auth keys that will be gone.
  static Node forget(Node node, Set<PreAuthKeyId> keys) {
    PreAuthKeyId key = node.authKey();
    return key != null && keys.contains(key) ? node.change().authKey(null).build() : node;
  }
}
