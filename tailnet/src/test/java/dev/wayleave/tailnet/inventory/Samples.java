package dev.wayleave.tailnet.inventory;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthClientId;
import dev.wayleave.tailnet.model.OAuthToken;
import dev.wayleave.tailnet.model.OAuthTokenId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Small inventories for the tests of this module.
public final class Samples {
  /// Stands in every secret of a sample, so that a test can look for it where it must not be.
  public static final String SECRET = "squirrel-7f3a";

  public static final SourceInfo SOURCE = new SourceInfo("headscale", "0.29.2", "sqlite");

  private static final Instant CREATED = Instant.parse("2026-01-02T03:04:05.678901234Z");

  /// Some time after everything here.
  public static final Instant LATER = Instant.parse("2026-06-01T00:00:00Z");

  private Samples() {}

  /// Holds at least one entity of every kind.
  public static Inventory inventory() {
    return Inventory.builder(SOURCE)
        .add(user(1, "alice"), row("users", 1))
        .add(user(2, ""))
        .add(node(1, 1), row("nodes", 1))
        .add(tagged(2), row("nodes", 2))
        .add(
            new PreAuthKey(
                new PreAuthKeyId(1),
                new KeySecret.Plaintext(SecretText.of(SECRET)),
                new UserId(1),
                Set.of(new TagName("tag:ci")),
                "",
                true,
                false,
                false,
                null,
                null,
                CREATED))
        .add(apiKey(1))
        .add(
            new OAuthClient(
                new OAuthClientId(1),
                "d84bda116ae3",
                SecretText.of(SECRET),
                Set.of("all:read"),
                Set.of(),
                "",
                null,
                CREATED,
                null))
        .add(
            new OAuthToken(
                new OAuthTokenId(1),
                new KeySecret.Hashed("45dbb7effd84", SecretText.of(SECRET)),
                "d84bda116ae3",
                Set.of(),
                Set.of(),
                CREATED,
                CREATED))
        .add(new PolicyVersion("1", "{\"acls\": []} // none", true, "database", CREATED))
        .add(dns("tail.example.com"))
        .add(
            new DerpSettings(
                new DerpSettings.EmbeddedRegion(999, "w", "W", true, ":3478", true, "", ""),
                List.of("https://example.com/map"),
                List.of(new DerpSettings.MapFile("derp.yaml", "regions: {}")),
                false,
                "PT3H"))
        .add(server("https://vpn.example.com"))
        .add(noiseKey(SECRET))
        .add(new Alias("node", "1", "tailscale", "n123CNTRL"))
        .add(new HostedObject("service", "svc:web", "{\"name\":\"svc:web\",\"later\":1}"))
        .add(
            new Transition(
                "tailscale", "https://controlplane.example.com", "tail1234.ts.net", null, null))
        .build();
  }

  public static User user(long id, String name) {
    return new User(
        new UserId(id),
        name,
        "Display " + name,
        name + "@example.com",
        "",
        List.of(new Identity("oidc", "https://idp.example.com/" + id, null, null)),
        Set.of(Role.MEMBER),
        CREATED.plusSeconds(id));
  }

  public static Node node(long id, long user) {
    return node(id, new Owner.OfUser(new UserId(user)), "node-" + id, "100.64.0." + id);
  }

  static Node tagged(long id) {
    return node(
        id,
        new Owner.OfTags(Set.of(new TagName("tag:web"), new TagName("tag:db")), new UserId(1)),
        "node-" + id,
        "100.64.0." + id);
  }

  public static Node node(long id, Owner owner, String name, @Nullable String ipv4) {
    String digits = "%064x".formatted(id);
    return new Node(
        new NodeId(id),
        new StableNodeId(Long.toString(id)),
        MachineKey.ofHex(digits),
        NodeKey.ofHex("a" + digits.substring(1)),
        DiscoKey.ofHex("b" + digits.substring(1)),
        ipv4 == null ? null : IpAddress.parse(ipv4),
        null,
        name,
        name,
        owner,
        RegisterMethod.AUTH_KEY,
        null,
        false,
        null,
        CREATED,
        CREATED.plusSeconds(id),
        List.of(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("10.1.0.0/16")),
        List.of(),
        List.of("192.0.2.1:41641"),
        "{\"OS\":\"linux\"}");
  }

  public static ApiKey apiKey(long id) {
    return new ApiKey(
        new ApiKeyId(id),
        new KeySecret.Hashed("prefix" + id, SecretText.of(SECRET + id)),
        null,
        "",
        Set.of(),
        null,
        null,
        CREATED.plusSeconds(id));
  }

  public static DnsSettings dns(String baseDomain) {
    return new DnsSettings(
        true,
        baseDomain,
        true,
        List.of("9.9.9.9"),
        Map.of("corp.example.com", List.of("10.0.0.53")),
        List.of(),
        List.of(new DnsSettings.ExtraRecord("grafana.example.com", "A", "100.64.0.9")));
  }

  public static ServerSettings server(String url) {
    return new ServerSettings(
        url,
        "127.0.0.1:8080",
        IpPrefix.parse("100.64.0.0/10"),
        IpPrefix.parse("fd7a:115c:a1e0::/48"),
        "sequential",
        null,
        "PT30M",
        null,
        Map.of("log.level", "info"));
  }

  public static Secret noiseKey(String text) {
    return new Secret(Secret.SecretRole.NOISE_KEY, Secret.ONLY, SecretText.of(text));
  }

  static RawRow row(String table, long id) {
    return new RawRow(
        table,
        List.of("id", "name", "key", "score", "blob", "gone"),
        List.of(
            new RawValue.Int(id),
            new RawValue.Text("x\u0000y"),
            new RawValue.Hidden(SecretText.of("{\"t\":\"text\",\"v\":\"" + SECRET + "\"}")),
            new RawValue.Real(0.5),
            new RawValue.Blob("AAE="),
            new RawValue.Null()));
  }
}
