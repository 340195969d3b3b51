package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.KeySecret;
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

/// Human names of entities, for plans and findings.
public final class Labels {
  private Labels() {}

  /// A name alone, for example `db-1`; empty where the kind says it all.
  public static String of(TailnetEntity entity) {
    return switch (entity) {
      case User user -> user.label();
      case Node node -> node.label();
      case PreAuthKey key -> key.description().isEmpty() ? name(key.secret()) : key.description();
      case ApiKey key -> name(key.secret());
      case OAuthClient client ->
          client.description().isEmpty() ? client.clientId() : client.description();
      case OAuthToken token -> name(token.secret());
      case PolicyVersion version -> version.inUse() ? "in use" : "";
      case Secret secret -> secret.name().equals(Secret.ONLY) ? "" : secret.name();
      case Alias alias -> alias.alias();
      case DnsSettings dns -> dns.baseDomain();
      case DerpSettings _ -> "";
      case Transition transition -> transition.plane();
      case IdentityProvider provider -> provider.issuer();
      case HostedObject _ -> "";
      case ServerSettings server -> server.serverUrl();
    };
  }

  private static String name(KeySecret secret) {
    return switch (secret) {
      case KeySecret.Hashed hashed -> hashed.prefix();
      case KeySecret.Plaintext _ -> "";
      case KeySecret.Unknown unknown -> unknown.prefix();
    };
  }

  /// Kind, id and name, for example `node 5 (db-1)`.
  public static String object(TailnetEntity entity) {
    EntityRef ref = EntityRef.of(entity);
    String id = ref.id().equals(EntityRef.ONLY) ? "" : " " + ref.id();
    String label = of(entity);
    return ref.kind().singular() + id + (label.isEmpty() ? "" : " (" + label + ")");
  }
}
