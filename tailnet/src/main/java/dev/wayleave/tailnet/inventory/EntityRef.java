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

/// Names one entity: its kind and the id that is unique in this kind.
///
/// Written `nodes/5`; settings, of which there is one of a kind, have the id `-`.
public record EntityRef(EntityKind kind, String id) implements Comparable<EntityRef> {
  /// The id of a kind of which a tailnet has one.
  public static final String ONLY = "-";

  public static EntityRef of(TailnetEntity entity) {
    return switch (entity) {
      case User user -> new EntityRef(EntityKind.USER, user.id().toString());
      case Node node -> new EntityRef(EntityKind.NODE, node.id().toString());
      case PreAuthKey key -> new EntityRef(EntityKind.PRE_AUTH_KEY, key.id().toString());
      case ApiKey key -> new EntityRef(EntityKind.API_KEY, key.id().toString());
      case OAuthClient client -> new EntityRef(EntityKind.OAUTH_CLIENT, client.id().toString());
      case OAuthToken token -> new EntityRef(EntityKind.OAUTH_TOKEN, token.id().toString());
      case PolicyVersion version -> new EntityRef(EntityKind.POLICY, version.id());
      case DnsSettings _ -> new EntityRef(EntityKind.DNS, ONLY);
      case DerpSettings _ -> new EntityRef(EntityKind.DERP, ONLY);
      case ServerSettings _ -> new EntityRef(EntityKind.SERVER, ONLY);
      case Transition _ -> new EntityRef(EntityKind.TRANSITION, ONLY);
      case HostedObject object ->
          new EntityRef(EntityKind.HOSTED, object.type() + "/" + object.id());
      case IdentityProvider provider ->
          new EntityRef(EntityKind.IDENTITY_PROVIDER, provider.name());
      case Secret secret ->
          new EntityRef(EntityKind.SECRET, secret.role().label() + "/" + secret.name());
      case Alias alias ->
          new EntityRef(EntityKind.ALIAS, alias.kind() + "/" + alias.plane() + "/" + alias.alias());
    };
  }

  /// Reads `KIND/ID`.
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static EntityRef parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException("\"" + text + "\" is not of the form KIND/ID");
    }
    return new EntityRef(EntityKind.parse(text.substring(0, slash)), text.substring(slash + 1));
  }

  @Override
  public int compareTo(EntityRef other) {
    int byKind = kind.compareTo(other.kind);
    if (byKind != 0) {
      return byKind;
    }
    // Numbers sort as numbers: the shorter of two without leading zeros is the smaller.
    boolean numbers = isNumber(id) && isNumber(other.id);
    int byLength = numbers ? Integer.compare(id.length(), other.id.length()) : 0;
    return byLength != 0 ? byLength : id.compareTo(other.id);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  @Override
  @JsonValue
  public String toString() {
    return kind.plural() + "/" + id;
  }
}
