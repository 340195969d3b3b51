package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an inventory becomes when it is written for a release and read again.
///
/// @param taggedOwner the user who is named to own tagged nodes
record Crossing(SchemaRelease release, Engine engine, UserId taggedOwner) {
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  List<Object> entities(Inventory inventory) {
    List<Object> all = new ArrayList<>();
    inventory.users().forEach(user -> all.add(user(user)));
    inventory.preAuthKeys().stream().filter(this::isHeld).map(this::key).forEach(all::add);
    inventory.apiKeys().forEach(key -> all.add(apiKey(key)));
    if (release.atLeast(SchemaRelease.V0_30_DEV)) {
      inventory.oauthClients().forEach(client -> all.add(client(client)));
      inventory.oauthTokens().forEach(token -> all.add(token(token)));
    }
    inventory.nodes().forEach(node -> all.add(node(node, inventory)));
    inventory.policies().forEach(version -> all.add(policy(version)));
    return all;
  }

  /// PostgreSQL holds microseconds.
  private @Nullable Instant time(@Nullable Instant time) {
    return time == null || engine == Engine.SQLITE ? time : time.truncatedTo(ChronoUnit.MICROS);
  }

  private User user(User user) {
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

  /// Until 0.27 a database holds keys, not hashes of them.
  private boolean isHeld(PreAuthKey key) {
    return release.atLeast(SchemaRelease.V0_28) || key.secret() instanceof KeySecret.Plaintext;
  }

  private PreAuthKey key(PreAuthKey key) {
    boolean late = release.atLeast(SchemaRelease.V0_30_DEV);
    Instant revoked = key.revokedAt();
    Instant end = key.expiration();
    boolean cut = !late && revoked != null && (end == null || revoked.isBefore(end));
    return new PreAuthKey(
        key.id(),
        key.secret(),
        key.user() == null && !release.atLeast(SchemaRelease.V0_28) ? taggedOwner : key.user(),
        key.tags(),
        late ? key.description() : "",
        key.reusable(),
        key.ephemeral(),
        key.used(),
        time(cut ? revoked : end),
        late ? time(revoked) : null,
        time(key.createdAt()));
  }

  private ApiKey apiKey(ApiKey key) {
    Instant end = key.expiration();
    return new ApiKey(
        key.id(),
        key.secret(),
        release.atLeast(SchemaRelease.V0_30_DEV) ? key.user() : null,
        "",
        key.scopes(),
        end == null && !release.atLeast(SchemaRelease.V0_28) ? NEVER : time(end),
        time(key.lastSeen()),
        time(key.createdAt()));
  }

  private OAuthClient client(OAuthClient client) {
    return new OAuthClient(
        client.id(),
        client.clientId(),
        client.secretHash(),
        client.scopes(),
        client.tags(),
        client.description(),
        client.user(),
        time(client.createdAt()),
        time(client.revokedAt()));
  }

  private OAuthToken token(OAuthToken token) {
    return new OAuthToken(
        token.id(),
        token.secret(),
        token.clientId(),
        token.scopes(),
        token.tags(),
        time(token.expiration()),
        time(token.createdAt()));
  }

  private Node node(Node node, Inventory inventory) {
    boolean held =
        inventory.preAuthKeys().stream()
            .filter(key -> key.id().equals(node.authKey()))
            .anyMatch(this::isHeld);
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
        held ? node.authKey() : null,
        held && node.ephemeral(),
        time(node.expiry()),
        time(node.lastSeen()),
        time(node.createdAt()),
        node.advertisedRoutes(),
        node.approvedRoutes(),
        node.endpoints(),
        hostinfo(node));
  }

  /// With the routes that stood in a table of their own.
  private static @Nullable String hostinfo(Node node) {
    Former nothing = new Former(new Row(new RawRow("", List.of(), List.of())), false, false);
    return NodeTexts.hasOtherRoutes(node)
            && NodeTexts.hostinfo(node, nothing) instanceof RawValue.Text(String text)
        ? text
        : node.hostinfo();
  }

  private Owner owner(Owner owner) {
    if (!(owner instanceof Owner.OfTags(var tags, var registeredBy))) {
      return owner;
    }
    boolean named = !release.atLeast(SchemaRelease.V0_29);
    UserId user = registeredBy == null ? taggedOwner : registeredBy;
    return new Owner.OfTags(tags, named ? user : null);
  }

  private PolicyVersion policy(PolicyVersion version) {
    return new PolicyVersion(
        version.id(), version.text(), version.inUse(), version.origin(), time(version.createdAt()));
  }
}
