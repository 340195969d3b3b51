package dev.wayleave.tailnet.model;

import org.jspecify.annotations.Nullable;

/// An image in the making; the trees in it are immutable, so a draft costs nothing to begin.
final class TailnetDraft {
  long version;
  LastIds lastIds;
  SortedTree<UserId, User> users;
  SortedTree<NodeId, Node> nodes;
  SortedTree<PreAuthKeyId, PreAuthKey> preAuthKeys;
  SortedTree<ApiKeyId, ApiKey> apiKeys;
  SortedTree<OAuthClientId, OAuthClient> oauthClients;
  SortedTree<OAuthTokenId, OAuthToken> oauthTokens;
  SortedTree<String, PolicyVersion> policies;
  SortedTree<String, Secret> secrets;
  SortedTree<String, Alias> aliases;
  @Nullable ServerSettings server;
  @Nullable DnsSettings dns;
  SortedTree<String, HostedObject> hosted;
  SortedTree<String, IdentityProvider> identityProviders;
  @Nullable DerpSettings derp;
  @Nullable Transition transition;
  NodeIndex index;

  TailnetDraft() {
    version = 0;
    lastIds = LastIds.NONE;
    users = SortedTree.empty();
    nodes = SortedTree.empty();
    preAuthKeys = SortedTree.empty();
    apiKeys = SortedTree.empty();
    oauthClients = SortedTree.empty();
    oauthTokens = SortedTree.empty();
    policies = SortedTree.empty();
    secrets = SortedTree.empty();
    aliases = SortedTree.empty();
    hosted = SortedTree.empty();
    identityProviders = SortedTree.empty();
    index = NodeIndex.EMPTY;
  }

  TailnetDraft(Tailnet image) {
    version = image.version;
    lastIds = image.lastIds;
    users = image.users;
    nodes = image.nodes;
    preAuthKeys = image.preAuthKeys;
    apiKeys = image.apiKeys;
    oauthClients = image.oauthClients;
    oauthTokens = image.oauthTokens;
    policies = image.policies;
    secrets = image.secrets;
    aliases = image.aliases;
    server = image.server;
    dns = image.dns;
    derp = image.derp;
    hosted = image.hosted;
    identityProviders = image.identityProviders;
    transition = image.transition;
    index = image.index;
  }

  Tailnet build() {
    return new Tailnet(this);
  }

  void put(TailnetEntity entity) {
    lastIds = lastIds.after(entity);
    switch (entity) {
      case User user -> users = users.put(user.id(), user);
      case Node node -> putNode(node);
      case PreAuthKey key -> preAuthKeys = preAuthKeys.put(key.id(), key);
      case ApiKey key -> apiKeys = apiKeys.put(key.id(), key);
      case OAuthClient client -> oauthClients = oauthClients.put(client.id(), client);
      case OAuthToken token -> oauthTokens = oauthTokens.put(token.id(), token);
      case PolicyVersion policy -> policies = policies.put(policy.id(), policy);
      case Secret secret -> secrets = secrets.put(keyOf(secret), secret);
      case Alias alias -> aliases = aliases.put(keyOf(alias), alias);
      case ServerSettings settings -> server = settings;
      case DnsSettings settings -> dns = settings;
      case DerpSettings settings -> derp = settings;
      case HostedObject object -> hosted = hosted.put(keyOf(object), object);
      case Transition leaving -> transition = leaving;
      case IdentityProvider provider ->
          identityProviders = identityProviders.put(provider.name(), provider);
    }
  }

  void remove(TailnetEntity entity) {
    switch (entity) {
      case User user -> users = users.remove(user.id());
      case Node node -> removeNode(node.id());
      case PreAuthKey key -> preAuthKeys = preAuthKeys.remove(key.id());
      case ApiKey key -> apiKeys = apiKeys.remove(key.id());
      case OAuthClient client -> oauthClients = oauthClients.remove(client.id());
      case OAuthToken token -> oauthTokens = oauthTokens.remove(token.id());
      case PolicyVersion policy -> policies = policies.remove(policy.id());
      case Secret secret -> secrets = secrets.remove(keyOf(secret));
      case Alias alias -> aliases = aliases.remove(keyOf(alias));
      case ServerSettings _ -> server = null;
      case DnsSettings _ -> dns = null;
      case DerpSettings _ -> derp = null;
      case HostedObject object -> hosted = hosted.remove(keyOf(object));
      case Transition _ -> transition = null;
      case IdentityProvider provider ->
          identityProviders = identityProviders.remove(provider.name());
    }
  }

  private void putNode(Node node) {
    removeNode(node.id());
    nodes = nodes.put(node.id(), node);
    index = index.with(node);
  }

  /// Takes out what the image holds under the id, which may differ from what the caller remembers.
  private void removeNode(NodeId id) {
    Node held = nodes.get(id);
    if (held != null) {
      nodes = nodes.remove(id);
      index = index.without(held);
    }
  }

  static String keyOf(Secret secret) {
    return secret.role().label() + "/" + secret.name();
  }

  static String keyOf(HostedObject object) {
    return object.type() + "/" + object.id();
  }

  static String keyOf(Alias alias) {
    return alias.kind() + "/" + alias.plane() + "/" + alias.alias();
  }
}
