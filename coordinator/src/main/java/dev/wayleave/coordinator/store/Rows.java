package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import org.jspecify.annotations.Nullable;

/// Which row an entity becomes, and which rows hold the entities of a kind.
final class Rows {
  private static final InventoryJson JSON = InventoryJson.revealing();

  private Rows() {}

  /// The row type of a kind, as HQL names it.
  static String table(EntityKind kind) {
    return switch (kind) {
      case SERVER, DNS, DERP, TRANSITION -> "SettingsRow";
      case SECRET -> "SecretRow";
      case USER -> "UserRow";
      case PRE_AUTH_KEY -> "PreAuthKeyRow";
      case API_KEY -> "ApiKeyRow";
      case OAUTH_CLIENT -> "OAuthClientRow";
      case OAUTH_TOKEN -> "OAuthTokenRow";
      case NODE -> "NodeRow";
      case POLICY -> "PolicyRow";
      case ALIAS -> "AliasRow";
      case IDENTITY_PROVIDER -> "IdentityProviderRow";
      case HOSTED -> "HostedObjectRow";
    };
  }

  static EntityRow of(long tailnet, TailnetEntity entity, @Nullable RawRow source) {
    EntityRow row = columns(tailnet, entity);
    row.body = JSON.write(entity);
    row.sourceRow = source == null ? null : JSON.write(source);
    return row;
  }

  private static EntityRow columns(long tailnet, TailnetEntity entity) {
    return switch (entity) {
      case User user -> user(tailnet, user);
      case Node node -> node(tailnet, node);
      case PreAuthKey key -> preAuthKey(tailnet, key);
      case ApiKey key -> apiKey(tailnet, key);
      case OAuthClient client -> oauthClient(tailnet, client);
      case OAuthToken token -> oauthToken(tailnet, token);
      case PolicyVersion policy -> policy(tailnet, policy);
      case DnsSettings _ -> settings(tailnet, EntityKind.DNS);
      case DerpSettings _ -> settings(tailnet, EntityKind.DERP);
      case ServerSettings _ -> settings(tailnet, EntityKind.SERVER);
      case Transition _ -> settings(tailnet, EntityKind.TRANSITION);
      case IdentityProvider provider -> identityProvider(tailnet, provider);
      case HostedObject object -> hosted(tailnet, object);
      case Secret secret -> secret(tailnet, secret);
      case Alias alias -> alias(tailnet, alias);
    };
  }

  private static EntityRow user(long tailnet, User user) {
    UserRow row = new UserRow();
    row.id = new NumberedId(tailnet, user.id().value());
    row.name = user.name();
    row.email = user.email();
    return row;
  }

  private static EntityRow node(long tailnet, Node node) {
    NodeRow row = new NodeRow();
    row.id = new NumberedId(tailnet, node.id().value());
    row.stableId = node.stableId().value();
    row.machineKey = node.machineKey().toString();
    row.nodeKey = node.nodeKey().toString();
    row.ipv4 = text(node.ipv4());
    row.ipv6 = text(node.ipv6());
    row.givenName = node.givenName();
    row.userId =
        switch (node.owner()) {
          case Owner.OfUser owner -> owner.user().value();
          case Owner.OfTags owner -> number(owner.registeredBy());
          case Owner.Nobody _ -> null;
        };
    return row;
  }

  private static EntityRow preAuthKey(long tailnet, PreAuthKey key) {
    PreAuthKeyRow row = new PreAuthKeyRow();
    row.id = new NumberedId(tailnet, key.id().value());
    row.prefix = key.secret() instanceof KeySecret.Hashed hashed ? hashed.prefix() : null;
    row.userId = number(key.user());
    return row;
  }

  private static EntityRow apiKey(long tailnet, ApiKey key) {
    ApiKeyRow row = new ApiKeyRow();
    row.id = new NumberedId(tailnet, key.id().value());
    row.prefix = key.secret().prefix();
    return row;
  }

  private static EntityRow oauthClient(long tailnet, OAuthClient client) {
    OAuthClientRow row = new OAuthClientRow();
    row.id = new NumberedId(tailnet, client.id().value());
    row.clientId = client.clientId();
    return row;
  }

  private static EntityRow oauthToken(long tailnet, OAuthToken token) {
    OAuthTokenRow row = new OAuthTokenRow();
    row.id = new NumberedId(tailnet, token.id().value());
    row.prefix = token.secret().prefix();
    row.clientId = token.clientId();
    return row;
  }

  private static EntityRow policy(long tailnet, PolicyVersion policy) {
    PolicyRow row = new PolicyRow();
    row.id = new NamedId(tailnet, policy.id());
    row.inUse = policy.inUse();
    return row;
  }

  private static EntityRow settings(long tailnet, EntityKind kind) {
    SettingsRow row = new SettingsRow();
    row.id = new NamedId(tailnet, kind.plural());
    return row;
  }

  private static EntityRow secret(long tailnet, Secret secret) {
    SecretRow row = new SecretRow();
    row.id = new NamedId(tailnet, EntityRef.of(secret).id());
    return row;
  }

  private static EntityRow identityProvider(long tailnet, IdentityProvider provider) {
    IdentityProviderRow row = new IdentityProviderRow();
    row.id = new NamedId(tailnet, provider.name());
    return row;
  }

  private static EntityRow hosted(long tailnet, HostedObject object) {
    HostedObjectRow row = new HostedObjectRow();
    row.id = new NamedId(tailnet, EntityRef.of(object).id());
    return row;
  }

  private static EntityRow alias(long tailnet, Alias alias) {
    AliasRow row = new AliasRow();
    row.id = new NamedId(tailnet, EntityRef.of(alias).id());
    row.target = alias.id();
    return row;
  }

  private static @Nullable String text(@Nullable IpAddress address) {
    return address == null ? null : address.text();
  }

  private static @Nullable Long number(@Nullable UserId user) {
    return user == null ? null : user.value();
  }
}
