package dev.wayleave.tailnet.model;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A tailnet as it is at one version: immutable, so that readers hold it and never wait.
///
/// The entities by their ids are the image; everything found by another key is derived from them.
/// Versions share their branches, see [SortedTree].
public final class Tailnet {
  final long version;
  final LastIds lastIds;
  final SortedTree<UserId, User> users;
  final SortedTree<NodeId, Node> nodes;
  final SortedTree<PreAuthKeyId, PreAuthKey> preAuthKeys;
  final SortedTree<ApiKeyId, ApiKey> apiKeys;
  final SortedTree<OAuthClientId, OAuthClient> oauthClients;
  final SortedTree<OAuthTokenId, OAuthToken> oauthTokens;
  final SortedTree<String, PolicyVersion> policies;
  final SortedTree<String, Secret> secrets;
  final SortedTree<String, Alias> aliases;
  final @Nullable ServerSettings server;
  final @Nullable DnsSettings dns;
  final @Nullable DerpSettings derp;
  final SortedTree<String, HostedObject> hosted;
  final SortedTree<String, IdentityProvider> identityProviders;
  final @Nullable Transition transition;
  final NodeIndex index;

  Tailnet(TailnetDraft draft) {
    version = draft.version;
    lastIds = draft.lastIds;
    users = draft.users;
    nodes = draft.nodes;
    preAuthKeys = draft.preAuthKeys;
    apiKeys = draft.apiKeys;
    oauthClients = draft.oauthClients;
    oauthTokens = draft.oauthTokens;
    policies = draft.policies;
    secrets = draft.secrets;
    aliases = draft.aliases;
    server = draft.server;
    dns = draft.dns;
    derp = draft.derp;
    hosted = draft.hosted;
    identityProviders = draft.identityProviders;
    transition = draft.transition;
    index = draft.index;
  }

  /// A tailnet in which nothing has happened yet.
  public static Tailnet empty() {
    return new TailnetDraft().build();
  }

  /// The image that consists of the given entities.
  public static Tailnet of(
      long version, LastIds lastIds, Iterable<? extends TailnetEntity> entities) {
    TailnetDraft draft = new TailnetDraft();
    entities.forEach(draft::put);
    draft.version = version;
    draft.lastIds = lastIds;
    return draft.build();
  }

  /// This image after one change.
  public Tailnet with(TailnetChange.Edit edit) {
    return with(List.of(edit));
  }

  /// This image after changes, taken in their order.
  public Tailnet with(Iterable<? extends TailnetChange.Edit> edits) {
    TailnetDraft draft = new TailnetDraft(this);
    for (TailnetChange.Edit edit : edits) {
      switch (edit) {
        case TailnetChange.Put put -> draft.put(put.entity());
        case TailnetChange.Removed removed -> draft.remove(removed.last());
      }
    }
    return draft.build();
  }

  /// The same content under another version.
  public Tailnet at(long newVersion) {
    TailnetDraft draft = new TailnetDraft(this);
    draft.version = newVersion;
    return draft.build();
  }

  public long version() {
    return version;
  }

  public LastIds lastIds() {
    return lastIds;
  }

  public Collection<User> users() {
    return users.values();
  }

  public Iterable<User> usersAfter(UserId id) {
    return users.valuesAfter(id);
  }

  public Optional<User> user(UserId id) {
    return Optional.ofNullable(users.get(id));
  }

  public Collection<Node> nodes() {
    return nodes.values();
  }

  public Iterable<Node> nodesAfter(NodeId id) {
    return nodes.valuesAfter(id);
  }

  public Optional<Node> node(NodeId id) {
    return Optional.ofNullable(nodes.get(id));
  }

  /// Nodes with this key; more than one only where a source had it so.
  public List<Node> nodes(NodeKey key) {
    return resolve(index.byNodeKey.get(key));
  }

  /// Nodes of this machine: one for each user who logged in on it.
  public List<Node> nodes(MachineKey key) {
    return resolve(index.byMachineKey.get(key));
  }

  /// The node with this name in MagicDNS, in lower case.
  public List<Node> nodesNamed(String givenName) {
    return resolve(index.byName.get(NodeIndex.nameKey(givenName)));
  }

  public Optional<Node> node(IpAddress address) {
    return Optional.ofNullable(index.byAddress.get(address)).map(nodes::get);
  }

  /// The greatest address in use that is at most `bound`.
  public Optional<IpAddress> addressAtMost(IpAddress bound) {
    return Optional.ofNullable(index.byAddress.floorKey(bound));
  }

  private List<Node> resolve(@Nullable List<NodeId> ids) {
    return ids == null ? List.of() : ids.stream().flatMap(id -> node(id).stream()).toList();
  }

  public Collection<PreAuthKey> preAuthKeys() {
    return preAuthKeys.values();
  }

  public Iterable<PreAuthKey> preAuthKeysAfter(PreAuthKeyId id) {
    return preAuthKeys.valuesAfter(id);
  }

  public Optional<PreAuthKey> preAuthKey(PreAuthKeyId id) {
    return Optional.ofNullable(preAuthKeys.get(id));
  }

  public Collection<ApiKey> apiKeys() {
    return apiKeys.values();
  }

  public Iterable<ApiKey> apiKeysAfter(ApiKeyId id) {
    return apiKeys.valuesAfter(id);
  }

  public Optional<ApiKey> apiKey(ApiKeyId id) {
    return Optional.ofNullable(apiKeys.get(id));
  }

  public Collection<OAuthClient> oauthClients() {
    return oauthClients.values();
  }

  public Iterable<OAuthClient> oauthClientsAfter(OAuthClientId id) {
    return oauthClients.valuesAfter(id);
  }

  public Optional<OAuthClient> oauthClient(OAuthClientId id) {
    return Optional.ofNullable(oauthClients.get(id));
  }

  public Collection<OAuthToken> oauthTokens() {
    return oauthTokens.values();
  }

  public Collection<PolicyVersion> policies() {
    return policies.values();
  }

  public Optional<PolicyVersion> policy(String id) {
    return Optional.ofNullable(policies.get(id));
  }

  /// The policy that is in force.
  public Optional<PolicyVersion> policyInUse() {
    return policies().stream().filter(PolicyVersion::inUse).findFirst();
  }

  public Collection<Secret> secrets() {
    return secrets.values();
  }

  public Collection<Alias> aliases() {
    return aliases.values();
  }

  public Optional<ServerSettings> server() {
    return Optional.ofNullable(server);
  }

  public Optional<DnsSettings> dns() {
    return Optional.ofNullable(dns);
  }

  public Optional<DerpSettings> derp() {
    return Optional.ofNullable(derp);
  }

  /// What another plane kept and this one keeps as data.
  public Collection<HostedObject> hosted() {
    return hosted.values();
  }

  /// Who says who people are, apart from what an imported configuration has.
  public Collection<IdentityProvider> identityProviders() {
    return identityProviders.values();
  }

  public Optional<IdentityProvider> identityProvider(String name) {
    return Optional.ofNullable(identityProviders.get(name));
  }

  /// The move away from another plane, under way or ended.
  public Optional<Transition> transition() {
    return Optional.ofNullable(transition);
  }

  /// Whether a node's device still talks to the plane that is being left. Once that is over, a
  /// device that stayed behind is merely away.
  public boolean isElsewhere(Node node) {
    return node.unmoved() != null && (transition == null || transition.underWay());
  }

  /// When a node's key expires; null where it never does, and where expiry is held.
  ///
  /// Held is what had not expired when that began: who was out then, or is put out since, stays
  /// out.
  public @Nullable Instant expiryOf(Node node) {
    Instant end = node.expiry();
    return end == null || expiryHeldSince().filter(end::isAfter).isPresent() ? null : end;
  }

  /// Since when no key expires here; empty where they do.
  public Optional<Instant> expiryHeldSince() {
    return transition().filter(Transition::underWay).map(Transition::expiryHeldSince);
  }

  /// What is held here under the id of `like`.
  public Optional<TailnetEntity> find(TailnetEntity like) {
    return Optional.ofNullable(
        switch (like) {
          case User user -> users.get(user.id());
          case Node node -> nodes.get(node.id());
          case PreAuthKey key -> preAuthKeys.get(key.id());
          case ApiKey key -> apiKeys.get(key.id());
          case OAuthClient client -> oauthClients.get(client.id());
          case OAuthToken token -> oauthTokens.get(token.id());
          case PolicyVersion policy -> policies.get(policy.id());
          case Secret secret -> secrets.get(TailnetDraft.keyOf(secret));
          case Alias alias -> aliases.get(TailnetDraft.keyOf(alias));
          case ServerSettings _ -> server;
          case DnsSettings _ -> dns;
          case DerpSettings _ -> derp;
          case HostedObject object -> hosted.get(TailnetDraft.keyOf(object));
          case Transition _ -> transition;
          case IdentityProvider provider -> identityProviders.get(provider.name());
        });
  }

  /// Every entity, what is referred to before what refers to it.
  public Stream<TailnetEntity> entities() {
    return Stream.of(
            Stream.of(server(), dns(), derp(), transition()).flatMap(Optional::stream),
            secrets().stream(),
            identityProviders().stream(),
            users().stream(),
            preAuthKeys().stream(),
            apiKeys().stream(),
            oauthClients().stream(),
            oauthTokens().stream(),
            nodes().stream(),
            policies().stream(),
            aliases().stream(),
            hosted().stream())
        .flatMap(entities -> entities);
  }

  /// Says how much there is, never what.
  @Override
  public String toString() {
    return "Tailnet(version "
        + version
        + ", "
        + users.size()
        + " users, "
        + nodes.size()
        + " nodes)";
  }
}
