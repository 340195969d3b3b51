package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Samples;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Entities with a field changed.
final class Edits {
  private Edits() {}

  static Inventory inventory(TailnetEntity... entities) {
    Inventory.Builder builder = Inventory.builder(Samples.SOURCE);
    for (TailnetEntity entity : entities) {
      builder.add(entity);
    }
    return builder.build();
  }

  static User displayName(User user, String displayName) {
    return user(user, user.name(), displayName, user.email(), user.createdAt());
  }

  static User email(User user, String email) {
    return user(user, user.name(), user.displayName(), email, user.createdAt());
  }

  static User name(User user, String name) {
    return user(user, name, user.displayName(), user.email(), user.createdAt());
  }

  /// Another row under the same id.
  static User recreated(User user) {
    return user(user, "other", "Other", "", Instant.parse("2026-09-09T09:09:09Z"));
  }

  private static User user(
      User user, String name, String displayName, String email, @Nullable Instant createdAt) {
    return new User(
        user.id(),
        name,
        displayName,
        email,
        user.pictureUrl(),
        user.identities(),
        user.roles(),
        createdAt);
  }

  static Node name(Node node, String name) {
    return node(node, name, node.owner(), node.lastSeen());
  }

  static Node owner(Node node, long user) {
    return node(node, node.givenName(), new Owner.OfUser(new UserId(user)), node.lastSeen());
  }

  static Node lastSeen(Node node, Instant lastSeen) {
    return node(node, node.givenName(), node.owner(), lastSeen);
  }

  private static Node node(Node node, String name, Owner owner, @Nullable Instant lastSeen) {
    return new Node(
        node.id(),
        node.stableId(),
        node.machineKey(),
        node.nodeKey(),
        node.discoKey(),
        node.ipv4(),
        node.ipv6(),
        node.hostname(),
        name,
        owner,
        node.registerMethod(),
        node.authKey(),
        node.ephemeral(),
        node.expiry(),
        lastSeen,
        node.createdAt(),
        node.advertisedRoutes(),
        node.approvedRoutes(),
        node.endpoints(),
        node.hostinfo());
  }
}
