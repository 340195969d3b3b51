package dev.wayleave.api.client;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.AdoptKeyRequest;
import dev.wayleave.api.ApiKeyView;
import dev.wayleave.api.ApproveLoginRequest;
import dev.wayleave.api.AttributeRequest;
import dev.wayleave.api.AttributesView;
import dev.wayleave.api.CreateApiKeyRequest;
import dev.wayleave.api.CreateOAuthClientRequest;
import dev.wayleave.api.CreatePreAuthKeyRequest;
import dev.wayleave.api.CreateUserRequest;
import dev.wayleave.api.DnsRequest;
import dev.wayleave.api.DnsView;
import dev.wayleave.api.EndTransitionRequest;
import dev.wayleave.api.ExpectRequest;
import dev.wayleave.api.ExpireRequest;
import dev.wayleave.api.IdText;
import dev.wayleave.api.IdentityProviderChange;
import dev.wayleave.api.IdentityProviderSettings;
import dev.wayleave.api.IdentityProviderView;
import dev.wayleave.api.IdentityRequest;
import dev.wayleave.api.MoveRequest;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.NoiseKeyView;
import dev.wayleave.api.OAuthClientView;
import dev.wayleave.api.Page;
import dev.wayleave.api.PendingLoginView;
import dev.wayleave.api.PreAuthKeyView;
import dev.wayleave.api.RefusalView;
import dev.wayleave.api.RegisterLoginRequest;
import dev.wayleave.api.RenameRequest;
import dev.wayleave.api.RoutesRequest;
import dev.wayleave.api.SettingsChange;
import dev.wayleave.api.SettingsView;
import dev.wayleave.api.TagsRequest;
import dev.wayleave.api.TailnetView;
import dev.wayleave.api.TransitionRequest;
import dev.wayleave.api.TransitionView;
import dev.wayleave.api.UnexpectRequest;
import dev.wayleave.api.UnlinkRequest;
import dev.wayleave.api.UserIdentitiesView;
import dev.wayleave.api.UserView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls about users, nodes, keys and DNS.
public final class AdministrationClient {
  private static final String API = "/api/v1alpha/";
  private static final String USERS = API + "users";
  private static final String NODES = API + "nodes";
  private static final String LOGINS = API + "auth";
  private static final String API_KEYS = API + "api-keys";
  private static final String OAUTH_CLIENTS = API + "oauth-clients";
  private static final String IDENTITY_PROVIDERS = "/api/v1alpha/identity-providers";
  private static final String NOISE_KEYS = API + "noise-keys";
  private static final String DNS = API + "dns";
  private static final String SETTINGS = API + "settings";
  private static final String PRE_AUTH_KEYS = API + "pre-auth-keys";

  private static final String TRANSITION = API + "transition";

  private final CoordinatorClient client;

  AdministrationClient(CoordinatorClient client) {
    this.client = client;
  }

  /// What `/health` says.
  public JsonNode health() throws ApiException {
    return client.get("/health", JsonNode.class);
  }

  /// How far the tailnet has moved; a problem with status 404 where it comes from nowhere.
  public TransitionView transition() throws ApiException {
    return client.get(TRANSITION, TransitionView.class);
  }

  public TransitionView changeTransition(TransitionRequest change) throws ApiException {
    return client.send("PATCH", TRANSITION, Map.of(), change, TransitionView.class);
  }

  public TransitionView endTransition(EndTransitionRequest end) throws ApiException {
    return client.post(TRANSITION + "/end", end, TransitionView.class);
  }

  public List<UserView> users() throws ApiException {
    return all(USERS, new TypeReference<>() {});
  }

  public UserView createUser(CreateUserRequest user) throws ApiException {
    return client.post(USERS, user, UserView.class);
  }

  public UserView renameUser(long id, String name) throws ApiException {
    return client.post(USERS + "/" + id + "/rename", new RenameRequest(name), UserView.class);
  }

  /// The user of an id, also one of the plane that the user was imported from.
  public UserView user(String id) throws ApiException {
    return client.get(USERS + "/" + encoded(id), UserView.class);
  }

  /// Shuts a user out, with all devices that the user owns.
  public UserView suspendUser(long id) throws ApiException {
    return client.post(USERS + "/" + id + "/suspend", Map.of(), UserView.class);
  }

  /// Lets a suspended user in again.
  public UserView restoreUser(long id) throws ApiException {
    return client.post(USERS + "/" + id + "/restore", Map.of(), UserView.class);
  }

  /// Lets a user in who awaits approval.
  public UserView approveUser(long id) throws ApiException {
    return client.post(USERS + "/" + id + "/approve", Map.of(), UserView.class);
  }

  /// The logins by which a user is known, and those that are awaited.
  public UserIdentitiesView identities(long id) throws ApiException {
    return client.get(identitiesOf(id), UserIdentitiesView.class);
  }

  /// Gives a user one more login.
  public UserView linkIdentity(long id, IdentityRequest login) throws ApiException {
    return client.post(identitiesOf(id), login, UserView.class);
  }

  /// Takes a login from a user.
  public UserView unlinkIdentity(long id, String identity) throws ApiException {
    return client.post(identitiesOf(id) + "/unlink", new UnlinkRequest(identity), UserView.class);
  }

  /// Waits for a login that becomes the user's where it proves a claim in time.
  public UserView expectIdentity(long id, ExpectRequest expected) throws ApiException {
    return client.post(identitiesOf(id) + "/expect", expected, UserView.class);
  }

  /// Waits for a login no more.
  public UserView unexpectIdentity(long id, UnexpectRequest expected) throws ApiException {
    return client.post(identitiesOf(id) + "/unexpect", expected, UserView.class);
  }

  private static String identitiesOf(long user) {
    return USERS + "/" + user + "/identities";
  }

  public UserView deleteUser(long id) throws ApiException {
    return client.delete(USERS + "/" + id, UserView.class);
  }

  public List<PreAuthKeyView> preAuthKeys() throws ApiException {
    return all(PRE_AUTH_KEYS, new TypeReference<>() {});
  }

  public NewKey<PreAuthKeyView> createPreAuthKey(CreatePreAuthKeyRequest key) throws ApiException {
    return client.post(PRE_AUTH_KEYS, key, new TypeReference<>() {});
  }

  /// Lets a key work that was imported without its secret.
  public PreAuthKeyView adoptPreAuthKey(String key) throws ApiException {
    return client.post(PRE_AUTH_KEYS + "/adopt", new AdoptKeyRequest(key), PreAuthKeyView.class);
  }

  public PreAuthKeyView expirePreAuthKey(long id) throws ApiException {
    return client.post(PRE_AUTH_KEYS + "/" + id + "/expire", Map.of(), PreAuthKeyView.class);
  }

  public PreAuthKeyView deletePreAuthKey(long id) throws ApiException {
    return client.delete(PRE_AUTH_KEYS + "/" + id, PreAuthKeyView.class);
  }

  public List<NodeView> nodes() throws ApiException {
    return all(NODES, new TypeReference<>() {});
  }

  public NodeView node(long id) throws ApiException {
    return client.get(NODES + "/" + id, NodeView.class);
  }

  /// The node of an id, also one of the plane that it was imported from.
  public NodeView node(String id) throws ApiException {
    return client.get(NODES + "/" + encoded(id), NodeView.class);
  }

  public NodeView renameNode(long id, String name) throws ApiException {
    return node(id, "rename", new RenameRequest(name));
  }

  public NodeView expireNode(long id, ExpireRequest when) throws ApiException {
    return node(id, "expire", when);
  }

  public NodeView moveNode(long id, long user) throws ApiException {
    return node(id, "move", new MoveRequest(new IdText(Long.toString(user))));
  }

  public NodeView approveNode(long id) throws ApiException {
    return node(id, "approve", Map.of());
  }

  /// Makes tags the owner of a node.
  ///
  /// @param tags none give the node back to its user
  public NodeView tagNode(long id, List<String> tags) throws ApiException {
    return node(id, "tags", new TagsRequest(List.copyOf(tags)));
  }

  public NodeView approveRoutes(long id, List<String> routes) throws ApiException {
    return node(id, "routes", new RoutesRequest(List.copyOf(routes)));
  }

  private NodeView node(long id, String verb, Object body) throws ApiException {
    return client.post(NODES + "/" + id + "/" + verb, body, NodeView.class);
  }

  /// What conditions of device postures are asked of a node.
  public AttributesView attributes(long id) throws ApiException {
    return client.get(NODES + "/" + id + "/attributes", AttributesView.class);
  }

  public AttributesView setAttribute(long id, String key, AttributeRequest attribute)
      throws ApiException {
    return client.send("PUT", attribute(id, key), Map.of(), attribute, AttributesView.class);
  }

  public AttributesView deleteAttribute(long id, String key) throws ApiException {
    return client.delete(attribute(id, key), AttributesView.class);
  }

  private static String attribute(long id, String key) {
    return NODES + "/" + id + "/attributes/" + encoded(key);
  }

  public NodeView deleteNode(long id) throws ApiException {
    return client.delete(NODES + "/" + id, NodeView.class);
  }

  /// The nodes whose addresses changed.
  public List<NodeView> backfillAddresses() throws ApiException {
    return client.post(NODES + "/backfill-addresses", Map.of(), new TypeReference<>() {});
  }

  /// The devices that were turned away lately.
  public List<RefusalView> refusals() throws ApiException {
    return all("/api/v1alpha/refusals", new TypeReference<>() {});
  }

  /// The devices that wait to be let in.
  public List<PendingLoginView> pendingLogins() throws ApiException {
    return all(LOGINS + "/pending", new TypeReference<>() {});
  }

  /// The tailnet of a name: `-`, its own, or one that it had where it came from.
  public TailnetView tailnet(String name) throws ApiException {
    return client.get(API + "tailnets/" + encoded(name), TailnetView.class);
  }

  /// Lets a waiting device in as a user's.
  public NodeView registerLogin(String id, long user) throws ApiException {
    RegisterLoginRequest request = new RegisterLoginRequest(Long.toString(user));
    return client.post(login(id, "register"), request, NodeView.class);
  }

  /// Lets a waiting device in as the node that its machine was before.
  ///
  /// @param node the imported node that it is; null for the only one of its machine
  public NodeView approveLogin(String id, @Nullable String node) throws ApiException {
    Object body = node == null ? Map.of() : new ApproveLoginRequest(node);
    return client.post(login(id, "approve"), body, NodeView.class);
  }

  /// Turns a waiting device away.
  public JsonNode rejectLogin(String id) throws ApiException {
    return client.post(login(id, "reject"), Map.of(), JsonNode.class);
  }

  private static String login(String id, String verb) {
    return LOGINS + "/" + encoded(id) + "/" + verb;
  }

  public List<ApiKeyView> apiKeys() throws ApiException {
    return all(API_KEYS, new TypeReference<>() {});
  }

  public NewKey<ApiKeyView> createApiKey(CreateApiKeyRequest key) throws ApiException {
    return client.post(API_KEYS, key, new TypeReference<>() {});
  }

  public ApiKeyView expireApiKey(long id) throws ApiException {
    return client.post(API_KEYS + "/" + id + "/expire", Map.of(), ApiKeyView.class);
  }

  public ApiKeyView deleteApiKey(long id) throws ApiException {
    return client.delete(API_KEYS + "/" + id, ApiKeyView.class);
  }

  public List<OAuthClientView> oauthClients() throws ApiException {
    return all(OAUTH_CLIENTS, new TypeReference<>() {});
  }

  public NewKey<OAuthClientView> createOAuthClient(CreateOAuthClientRequest request)
      throws ApiException {
    return client.post(OAUTH_CLIENTS, request, new TypeReference<>() {});
  }

  public OAuthClientView deleteOAuthClient(String id) throws ApiException {
    return client.delete(OAUTH_CLIENTS + "/" + encoded(id), OAuthClientView.class);
  }

  /// The Noise keys that are accepted, the current one first.
  public List<NoiseKeyView> noiseKeys() throws ApiException {
    return client.get(NOISE_KEYS, new TypeReference<>() {});
  }

  /// Makes a Noise key that clients are given from now on.
  public NoiseKeyView rotateNoiseKey() throws ApiException {
    return client.post(NOISE_KEYS, Map.of(), NoiseKeyView.class);
  }

  /// Accepts an older Noise key no more.
  public NoiseKeyView retireNoiseKey(String publicKey) throws ApiException {
    return client.delete(NOISE_KEYS + "/" + encoded(publicKey), NoiseKeyView.class);
  }

  public List<IdentityProviderView> identityProviders() throws ApiException {
    return client.get(IDENTITY_PROVIDERS, new TypeReference<>() {});
  }

  public IdentityProviderView identityProvider(String name) throws ApiException {
    return client.get(IDENTITY_PROVIDERS + "/" + encoded(name), IdentityProviderView.class);
  }

  /// Adds an identity provider, or replaces its settings whole.
  public IdentityProviderView setIdentityProvider(String name, IdentityProviderSettings settings)
      throws ApiException {
    return client.send(
        "PUT",
        IDENTITY_PROVIDERS + "/" + encoded(name),
        Map.of(),
        settings,
        IdentityProviderView.class);
  }

  public IdentityProviderView changeIdentityProvider(String name, IdentityProviderChange change)
      throws ApiException {
    return client.send(
        "PATCH",
        IDENTITY_PROVIDERS + "/" + encoded(name),
        Map.of(),
        change,
        IdentityProviderView.class);
  }

  public IdentityProviderView deleteIdentityProvider(String name) throws ApiException {
    return client.delete(IDENTITY_PROVIDERS + "/" + encoded(name), IdentityProviderView.class);
  }

  public SettingsView settings() throws ApiException {
    return client.get(SETTINGS, SettingsView.class);
  }

  public SettingsView changeSettings(SettingsChange change) throws ApiException {
    return client.send("PATCH", SETTINGS, Map.of(), change, SettingsView.class);
  }

  public DnsView dns() throws ApiException {
    return client.get(DNS, DnsView.class);
  }

  /// Puts other DNS settings in force, whole.
  ///
  /// @param etag of the settings that the change was made on; with null the last writer wins
  public DnsView setDns(DnsRequest dns, @Nullable String etag) throws ApiException {
    Map<String, String> headers = etag == null ? Map.of() : Map.of("If-Match", '"' + etag + '"');
    return client.send("PUT", DNS, headers, dns, DnsView.class);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// A whole list, part by part.
  private <T> List<T> all(String path, TypeReference<Page<T>> type) throws ApiException {
    List<T> all = new ArrayList<>();
    @Nullable String next = null;
    do {
      String after = next == null ? "" : "&after=" + next;
      Page<T> page = client.get(path + "?limit=1000" + after, type);
      all.addAll(page.items());
      next = page.next();
    } while (next != null);
    return all;
  }
}
