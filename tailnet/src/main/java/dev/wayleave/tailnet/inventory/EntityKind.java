package dev.wayleave.tailnet.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;

/// The kinds of things an inventory holds, in the order in which a target can take them: what is
/// referred to comes before what refers to it.
public enum EntityKind {
  SERVER("server", "server settings", ServerSettings.class),
  DNS("dns", "DNS settings", DnsSettings.class),
  DERP("derp", "DERP settings", DerpSettings.class),
  TRANSITION("transition", "transition", Transition.class),
  SECRET("secrets", "secret", Secret.class),
  IDENTITY_PROVIDER("identityProviders", "identity provider", IdentityProvider.class),
  USER("users", "user", User.class),
  PRE_AUTH_KEY("preAuthKeys", "pre-auth key", PreAuthKey.class),
  API_KEY("apiKeys", "API key", ApiKey.class),
  OAUTH_CLIENT("oauthClients", "OAuth client", OAuthClient.class),
  OAUTH_TOKEN("oauthTokens", "OAuth token", OAuthToken.class),
  NODE("nodes", "node", Node.class),
  POLICY("policies", "policy", PolicyVersion.class),
  ALIAS("aliases", "alias", Alias.class),
  HOSTED("hosted", "hosted object", HostedObject.class);

  private final String plural;
  private final String singular;
  private final Class<? extends TailnetEntity> type;

  EntityKind(String plural, String singular, Class<? extends TailnetEntity> type) {
    this.plural = plural;
    this.singular = singular;
    this.type = type;
  }

  /// The name in JSON, on command lines and in reports.
  @JsonValue
  public String plural() {
    return plural;
  }

  /// What one of this kind is called in a sentence.
  public String singular() {
    return singular;
  }

  /// The record that one entity of this kind is.
  public Class<? extends TailnetEntity> type() {
    return type;
  }

  @JsonCreator
  public static EntityKind parse(String plural) {
    for (EntityKind kind : values()) {
      if (kind.plural.equals(plural)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("\"" + plural + "\" is not a kind of entity");
  }
}
