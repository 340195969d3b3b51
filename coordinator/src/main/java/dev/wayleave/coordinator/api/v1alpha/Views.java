package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.ApiKeyView;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.OAuthClientView;
import dev.wayleave.api.PreAuthKeyView;
import dev.wayleave.api.UserIdentitiesView;
import dev.wayleave.api.UserView;
import dev.wayleave.api.policy.VersionView;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Entities as the API shows them: no secret in any.
final class Views {
  private Views() {}

  static UserIdentitiesView identities(User user) {
    return new UserIdentitiesView(
        user.identities().stream().map(Views::login).toList(),
        user.expected().stream()
            .map(one ->
                new UserIdentitiesView.Expected(
                    one.issuer(), one.claim(), one.value(), one.until()))
            .toList());
  }

  private static UserIdentitiesView.Login login(Identity identity) {
    Identity.LastLogin last = identity.lastLogin();
    return new UserIdentitiesView.Login(
        identity.identifier(),
        identity.issuer(),
        identity.subject(),
        last == null ? null : last.at(),
        last == null ? null : last.by(),
        last == null ? "" : last.verifiedEmail(),
        last == null ? List.of() : List.copyOf(last.groups()),
        last == null ? List.of() : roles(last.roles()));
  }

  private static List<String> roles(Set<Role> roles) {
    return roles.stream()
        .map(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-'))
        .toList();
  }

  static UserView user(User user) {
    return new UserView(
        user.id().value(),
        user.name(),
        user.displayName(),
        user.email(),
        user.identities().stream().map(Identity::identifier).toList(),
        roles(user.allRoles()),
        user.createdAt(),
        user.suspended(),
        user.awaitingApproval());
  }

  static NodeView node(Node node, Presence presence, boolean expired) {
    return new NodeView(
        node.id().value(),
        node.stableId().value(),
        node.machineKey().toString(),
        node.nodeKey().toString(),
        Stream.of(node.ipv4(), node.ipv6()).filter(Objects::nonNull).map(IpAddress::text).toList(),
        node.hostname(),
        node.givenName(),
        number(owningUser(node.owner())),
        node.owner() instanceof Owner.OfTags tagged ? texts(tagged.tags()) : List.of(),
        node.registerMethod().name().toLowerCase(Locale.ROOT).replace("_", ""),
        node.ephemeral(),
        node.expiry(),
        presence.lastSeen(node.id()).orElse(node.lastSeen()),
        node.createdAt(),
        node.advertisedRoutes().stream().map(IpPrefix::toString).toList(),
        node.approvedRoutes().stream().map(IpPrefix::toString).toList(),
        presence.isOnline(node.id()),
        node.awaitingApproval(),
        node.disabledExpiry(),
        expired);
  }

  private static @Nullable UserId owningUser(Owner owner) {
    return switch (owner) {
      case Owner.OfUser one -> one.user();
      case Owner.OfTags tags -> tags.registeredBy();
      case Owner.Nobody _ -> null;
    };
  }

  static PreAuthKeyView preAuthKey(PreAuthKey key) {
    return new PreAuthKeyView(
        key.id().value(),
        prefix(key.secret()),
        number(key.user()),
        texts(key.tags()),
        key.description(),
        key.reusable(),
        key.ephemeral(),
        key.used(),
        key.preapproved(),
        key.expiration(),
        key.createdAt(),
        key.secret() instanceof KeySecret.Unknown);
  }

  private static @Nullable String prefix(KeySecret secret) {
    return switch (secret) {
      case KeySecret.Hashed hashed -> hashed.prefix();
      case KeySecret.Unknown unknown -> unknown.prefix();
      case KeySecret.Plaintext _ -> null;
    };
  }

  static ApiKeyView apiKey(ApiKey key) {
    return new ApiKeyView(
        key.id().value(),
        key.secret().prefix(),
        number(key.user()),
        key.description(),
        List.copyOf(key.scopes()),
        key.expiration(),
        key.createdAt());
  }

  static OAuthClientView oauthClient(OAuthClient client) {
    return new OAuthClientView(
        client.clientId(),
        List.copyOf(client.scopes()),
        texts(client.tags()),
        client.description(),
        number(client.user()),
        client.createdAt(),
        client.revokedAt());
  }

  static VersionView version(PolicyVersion policy) {
    return new VersionView(
        policy.id(),
        policy.previous(),
        policy.inUse(),
        policy.origin(),
        policy.author(),
        policy.message(),
        policy.createdAt(),
        policy.text().length());
  }

  private static List<String> texts(Set<TagName> tags) {
    return tags.stream().map(TagName::value).toList();
  }

  private static @Nullable Long number(@Nullable UserId user) {
    return user == null ? null : user.value();
  }
}
