package dev.wayleave.exporters.headscale.oddities;

import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What of a tailnet has to arrive in 0.29 on either engine, in a form that can be compared.
///
/// Times are cut to microseconds, a tagged node has no user, and a node whose user is gone has
/// none.
///
/// @param hostinfo whether the source's is text for text what arrives; where routes stood in a
///   table of their own they are written into it
record Carried(boolean hostinfo) {
  private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

  static Carried of(Reading source) {
    return new Carried(
        source.inventory().leftovers().stream().noneMatch(row -> row.table().equals("routes")));
  }

  List<Object> entities(Reading reading) {
    List<Object> all = new ArrayList<>();
    reading.inventory().users().forEach(user -> all.add(user(user)));
    reading.inventory().preAuthKeys().forEach(key -> all.add(key(key)));
    reading.inventory().apiKeys().forEach(key -> all.add(apiKey(key)));
    reading.inventory().nodes().forEach(node -> all.add(node(node)));
    reading.inventory().policies().forEach(policy -> all.add(policy.text()));
    return all;
  }

  private static @Nullable Instant time(@Nullable Instant time) {
    if (time == null) {
      return null;
    }
    return time.isBefore(ZERO) ? ZERO : time.truncatedTo(ChronoUnit.MICROS);
  }

  private static User user(User user) {
    return new User(
        user.id(),
        user.name(),
        user.displayName(),
        user.email(),
        user.pictureUrl(),
        user.identities(),
        user.roles(),
        time(user.createdAt()));
  }

  private static PreAuthKey key(PreAuthKey key) {
    return new PreAuthKey(
        key.id(),
        key.secret(),
        key.user(),
        key.tags(),
        key.description(),
        key.reusable(),
        key.ephemeral(),
        key.used(),
        time(key.expiration()),
        time(key.revokedAt()),
        time(key.createdAt()));
  }

  private static ApiKey apiKey(ApiKey key) {
    return new ApiKey(
        key.id(),
        key.secret(),
        key.user(),
        key.description(),
        key.scopes(),
        time(key.expiration()),
        time(key.lastSeen()),
        time(key.createdAt()));
  }

  private Node node(Node node) {
    return new Node(
        node.id(),
        node.stableId(),
        node.machineKey(),
        node.nodeKey(),
        node.discoKey(),
        node.ipv4(),
        node.ipv6(),
        node.hostname(),
        node.givenName(),
        owner(node.owner()),
        node.registerMethod(),
        node.authKey(),
        node.ephemeral(),
        time(node.expiry()),
        time(node.lastSeen()),
        time(node.createdAt()),
        node.advertisedRoutes(),
        node.approvedRoutes(),
        node.endpoints(),
        hostinfo ? node.hostinfo() : null);
  }

  private static Owner owner(Owner owner) {
    return switch (owner) {
      case Owner.OfUser user -> user;
      case Owner.OfTags(var tags, _) -> new Owner.OfTags(tags, null);
      case Owner.Nobody _ -> new Owner.Nobody(null);
    };
  }
}
