package dev.wayleave.exporters.headscale.row;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.OAuthClient;
import dev.wayleave.tailnet.model.OAuthClientId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Tailnets by chance, without anything that no release could hold.
final class RandomInventory {
  private static final String[] TEXTS = {
    "",
    "plain",
    "O'Brien \"quoted\" \\ <b>&amp;",
    "Zoë 李 😀",
    "tab\tline\nend",
    "  blank  ",
    "null",
    "[]",
    "t"
  };

  private static final List<RegisterMethod> METHODS = List.of(RegisterMethod.values());

  private final RandomGenerator random;
  private final List<User> users = new ArrayList<>();
  private final List<PreAuthKey> keys = new ArrayList<>();

  RandomInventory(RandomGenerator random) {
    this.random = random;
  }

  Inventory make() {
    Inventory.Builder all = Inventory.builder(new SourceInfo("wayleave", "0.1.0", "postgresql"));
    for (int id = 1; id <= 1 + random.nextInt(6); id++) {
      users.add(user(id));
    }
    users.forEach(all::add);
    for (int id = 1; id <= random.nextInt(6); id++) {
      keys.add(key(id * 3));
    }
    keys.forEach(all::add);
    for (int id = 1; id <= random.nextInt(4); id++) {
      all.add(apiKey(id)).add(client(id));
    }
    for (int id = 1; id <= random.nextInt(12); id++) {
      all.add(node(id * 2));
    }
    int policies = random.nextInt(3);
    for (int id = 1; id <= policies; id++) {
      all.add(
          new PolicyVersion(
              Integer.toString(id), "// " + id + text(), id == policies, "database", time()));
    }
    return all.build();
  }

  Node changed(Node node) {
    return switch (random.nextInt(7)) {
      case 0 -> node.change().expiry(time()).build();
      case 1 -> node.change().lastSeen(time()).build();
      case 2 -> node.change().givenName("renamed-" + node.id()).build();
      case 3 -> node.change().approvedRoutes(routes()).build();
      case 4 -> node.change().endpoints(endpoints()).build();
      case 5 ->
          node.change()
              .owner(new Owner.OfTags(tags(1), null))
              .nodeKey(NodeKey.ofHex(hex(64)))
              .build();
      default -> node.change().hostname("host" + text()).discoKey(null).build();
    };
  }

  private User user(int id) {
    boolean local = random.nextBoolean();
    return new User(
        new UserId(id),
        "user" + id + text(),
        text(),
        text(),
        text(),
        local
            ? List.of()
            : List.of(new Identity("oidc", "https://idp.example.com/s%7C" + id, null, null)),
        Set.of(),
        time());
  }

  private PreAuthKey key(int id) {
    boolean hashed = random.nextInt(3) > 0;
    return new PreAuthKey(
        new PreAuthKeyId(id),
        hashed ? hashed() : new KeySecret.Plaintext(SecretText.of(hex(48))),
        random.nextInt(4) == 0 ? null : anyUser(),
        tags(0),
        random.nextInt(3) == 0 ? text() : "",
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        timeOrNull(),
        random.nextInt(4) == 0 ? time() : null,
        time());
  }

  private KeySecret.Hashed hashed() {
    return new KeySecret.Hashed(hex(12), SecretText.of("$2a$10$" + hex(53)));
  }

  private ApiKey apiKey(int id) {
    return new ApiKey(
        new ApiKeyId(id),
        hashed(),
        random.nextBoolean() ? anyUser() : null,
        "",
        Set.of(),
        timeOrNull(),
        timeOrNull(),
        time());
  }

  private OAuthClient client(int id) {
    return new OAuthClient(
        new OAuthClientId(id),
        hex(12),
        SecretText.of("$argon2id$" + hex(20)),
        Set.of("all:read", "auth_keys"),
        tags(0),
        text(),
        anyUser(),
        time(),
        timeOrNull());
  }

  private Node node(int id) {
    PreAuthKey key =
        keys.isEmpty() || random.nextBoolean() ? null : keys.get(random.nextInt(keys.size()));
    List<IpPrefix> advertised = routes();
    String name = "host-" + id + text();
    return new Node(
        new NodeId(id),
        new StableNodeId(Integer.toString(id)),
        MachineKey.ofHex(hex(64)),
        NodeKey.ofHex(hex(64)),
        random.nextBoolean() ? DiscoKey.ofHex(hex(64)) : null,
        random.nextInt(5) == 0 ? null : IpAddress.parse("100.64.1." + id),
        random.nextInt(5) == 0 ? null : IpAddress.parse("fd7a:115c:a1e0::" + id),
        name,
        "node-" + id,
        owner(),
        METHODS.get(random.nextInt(METHODS.size())),
        key == null ? null : key.id(),
        key != null && key.ephemeral(),
        timeOrNull(),
        timeOrNull(),
        time(),
        advertised,
        routes(),
        endpoints(),
        hostinfo(advertised));
  }

  private Owner owner() {
    return switch (random.nextInt(5)) {
      case 0 -> new Owner.Nobody(null);
      case 1 -> new Owner.OfTags(tags(1), null);
      case 2 -> new Owner.OfTags(tags(1), anyUser());
      default -> new Owner.OfUser(anyUser());
    };
  }

  private UserId anyUser() {
    return users.get(random.nextInt(users.size())).id();
  }

  private Set<TagName> tags(int least) {
    Set<TagName> tags = new TreeSet<>();
    for (int i = random.nextInt(3) + least; i > 0; i--) {
      tags.add(new TagName("tag:" + (char) ('a' + random.nextInt(26))));
    }
    return tags;
  }

  private List<IpPrefix> routes() {
    List<IpPrefix> routes = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      routes.add(IpPrefix.parse("10." + random.nextInt(250) + ".0.0/16"));
    }
    if (random.nextInt(4) == 0) {
      routes.add(IpPrefix.ALL_V4);
      routes.add(IpPrefix.ALL_V6);
    }
    return routes;
  }

  private List<String> endpoints() {
    return random.nextInt(3) == 0 ? List.of() : List.of("203.0.113.1:41641", "[2001:db8::1]:41641");
  }

  private @Nullable String hostinfo(List<IpPrefix> advertised) {
    if (advertised.isEmpty()) {
      return random.nextBoolean() ? null : "{\"OS\":\"linux\"}";
    }
    return "{\"RoutableIPs\":" + GoJson.texts(advertised) + ",\"OS\":\"li<nux\"}";
  }

  private String text() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  private String hex(int digits) {
    StringBuilder hex = new StringBuilder("1");
    while (hex.length() < digits) {
      hex.append(Character.forDigit(random.nextInt(16), 16));
    }
    return hex.toString();
  }

  private Instant time() {
    return Instant.ofEpochSecond(
        1_000_000_000L + random.nextInt(1_500_000_000), random.nextInt(1_000_000_000));
  }

  private @Nullable Instant timeOrNull() {
    return random.nextBoolean() ? time() : null;
  }
}
