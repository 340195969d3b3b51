package dev.wayleave.tailnet.inventory;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything a control plane holds of a tailnet, neutral and lossless.
///
/// Entities are ordered by their references, so that two readings of one state are equal. A kind
/// that the source was not asked for or cannot know (DNS settings of a bare database file) has no
/// entity, which a plan takes as "no opinion", never as "delete".
public final class Inventory {
  private final SourceInfo source;
  private final Map<EntityKind, NavigableMap<EntityRef, Entity<?>>> kinds;
  private final List<RawRow> leftovers;

  private Inventory(Builder builder) {
    this.source = builder.source;
    this.kinds = new EnumMap<>(EntityKind.class);
    builder.kinds.forEach((kind, entities) ->
        kinds.put(kind, Collections.unmodifiableNavigableMap(new TreeMap<>(entities))));
    this.leftovers = List.copyOf(builder.leftovers);
  }

  public static Builder builder(SourceInfo source) {
    return new Builder(source);
  }

  public static Inventory empty(SourceInfo source) {
    return builder(source).build();
  }

  public SourceInfo source() {
    return source;
  }

  /// Rows that belong to no entity: other tables, deleted users, routes of missing nodes.
  public List<RawRow> leftovers() {
    return leftovers;
  }

  public Collection<Entity<?>> entities(EntityKind kind) {
    return kinds.getOrDefault(kind, Collections.emptyNavigableMap()).values();
  }

  /// All entities, referred-to kinds first.
  public Stream<Entity<?>> entities() {
    return kinds.values().stream().flatMap(kind -> kind.values().stream());
  }

  public Optional<Entity<?>> find(EntityRef ref) {
    return Optional.ofNullable(
        kinds.getOrDefault(ref.kind(), Collections.emptyNavigableMap()).get(ref));
  }

  public List<User> users() {
    return values(EntityKind.USER, User.class);
  }

  public List<Node> nodes() {
    return values(EntityKind.NODE, Node.class);
  }

  public List<PreAuthKey> preAuthKeys() {
    return values(EntityKind.PRE_AUTH_KEY, PreAuthKey.class);
  }

  public List<ApiKey> apiKeys() {
    return values(EntityKind.API_KEY, ApiKey.class);
  }

  public List<OAuthClient> oauthClients() {
    return values(EntityKind.OAUTH_CLIENT, OAuthClient.class);
  }

  public List<OAuthToken> oauthTokens() {
    return values(EntityKind.OAUTH_TOKEN, OAuthToken.class);
  }

  public List<PolicyVersion> policies() {
    return values(EntityKind.POLICY, PolicyVersion.class);
  }

  public List<Secret> secrets() {
    return values(EntityKind.SECRET, Secret.class);
  }

  public List<Alias> aliases() {
    return values(EntityKind.ALIAS, Alias.class);
  }

  public List<HostedObject> hosted() {
    return values(EntityKind.HOSTED, HostedObject.class);
  }

  public List<IdentityProvider> identityProviders() {
    return values(EntityKind.IDENTITY_PROVIDER, IdentityProvider.class);
  }

  public Optional<Transition> transition() {
    return values(EntityKind.TRANSITION, Transition.class).stream().findFirst();
  }

  public Optional<DnsSettings> dns() {
    return values(EntityKind.DNS, DnsSettings.class).stream().findFirst();
  }

  public Optional<DerpSettings> derp() {
    return values(EntityKind.DERP, DerpSettings.class).stream().findFirst();
  }

  public Optional<ServerSettings> server() {
    return values(EntityKind.SERVER, ServerSettings.class).stream().findFirst();
  }

  /// The policy that the source goes by.
  public Optional<PolicyVersion> policyInUse() {
    return policies().stream().filter(PolicyVersion::inUse).findFirst();
  }

  private <T extends TailnetEntity> List<T> values(EntityKind kind, Class<T> type) {
    return entities(kind).stream().map(Entity::value).map(type::cast).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Inventory that
        && source.equals(that.source)
        && kinds.equals(that.kinds)
        && leftovers.equals(that.leftovers);
  }

  @Override
  public int hashCode() {
    return kinds.hashCode();
  }

  /// Says how much there is, never what.
  @Override
  public String toString() {
    Map<String, Integer> counts = new TreeMap<>();
    kinds.forEach((kind, entities) -> counts.put(kind.plural(), entities.size()));
    return "Inventory(" + source + ", " + counts + ")";
  }

  /// Collects entities; a reference taken twice is a mistake of the source's reader.
  public static final class Builder {
    private final SourceInfo source;
    private final Map<EntityKind, Map<EntityRef, Entity<?>>> kinds =
        new EnumMap<>(EntityKind.class);
    private final List<RawRow> leftovers = new ArrayList<>();

    private Builder(SourceInfo source) {
      this.source = source;
    }

    public Builder add(TailnetEntity value) {
      return add(value, null);
    }

    public Builder add(TailnetEntity value, @Nullable RawRow row) {
      return add(new Entity<>(value, row));
    }

    public Builder add(Entity<?> entity) {
      EntityRef ref = entity.ref();
      if (kinds.computeIfAbsent(ref.kind(), _ -> new TreeMap<>()).put(ref, entity) != null) {
        throw new IllegalArgumentException("the source holds " + ref + " twice");
      }
      return this;
    }

    /// Puts another value in the place of an entity; its row stays.
    public Builder replace(TailnetEntity value) {
      EntityRef ref = EntityRef.of(value);
      Map<EntityRef, Entity<?>> ofKind = kinds.computeIfAbsent(ref.kind(), _ -> new TreeMap<>());
      Entity<?> former = ofKind.get(ref);
      if (former == null) {
        throw new IllegalArgumentException("the source does not hold " + ref);
      }
      ofKind.put(ref, new Entity<>(value, former.row()));
      return this;
    }

    public Builder addLeftover(RawRow row) {
      leftovers.add(row);
      return this;
    }

    public Inventory build() {
      return new Inventory(this);
    }
  }
}
