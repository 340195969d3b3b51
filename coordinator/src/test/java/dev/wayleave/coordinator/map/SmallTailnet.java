package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.DerpNode;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A tailnet that tests put together by and by, with what clients are told of it.
///
/// Users 1 … 3 are ann (the owner), bob and cat. What changes is seen in the next [#image]; the
/// policy's directory follows only where a test says so ([#refreshPolicy]) or asks for the first
/// image.
final class SmallTailnet {
  /// So small that viewers share some of their peers even here.
  private static final int CHUNK = 3;

  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  static final Instant CREATED = Instant.parse("2026-02-03T04:05:06.789Z");
  static final String EVERYBODY = "{}";

  private Tailnet tailnet = Tailnet.empty();
  private final Set<NodeId> online = new HashSet<>();
  private final Map<NodeId, Instant> seen = new HashMap<>();
  private String policyText = EVERYBODY;
  private @Nullable Directory directory;
  private @Nullable TailnetPolicy policy;
  private DerpMap derpMap = derp("home");
  private @Nullable MapComposer last;

  SmallTailnet() {
    put(user(1, "ann", "ann@example.com", Set.of(dev.wayleave.tailnet.model.Role.OWNER)));
    put(user(2, "bob", "bob@example.com", Set.of()));
    put(user(3, "cat", "", Set.of()));
  }

  static User user(long id, String name, String email, Set<dev.wayleave.tailnet.model.Role> roles) {
    return new User(new UserId(id), name, "", email, "", List.of(), roles, null);
  }

  static DerpMap derp(String name) {
    DerpNode node =
        new DerpNode(
            "999a", 999, "vpn.example.com", "", "", "", 3478, false, 443, false, "", false);
    DerpRegion region = new DerpRegion(999, name, name, 0, 0, false, false, List.of(node));
    return new DerpMap(null, Map.of(999L, region), true);
  }

  /// A node of a user, online nowhere, with all that a client has told.
  static Node node(long id, String name, Owner owner) {
    return new Node(
        new NodeId(id),
        new StableNodeId("n" + id + "CNTRL"),
        MachineKey.of(key(1, id)),
        NodeKey.of(key(2, id)),
        DiscoKey.of(key(3, id)),
        new IpAddress.V4((100 << 24) | (64 << 16) | (int) id),
        IpAddress.parse("fd7a:115c:a1e0::" + Long.toHexString(id)),
        name,
        name,
        owner,
        RegisterMethod.AUTH_KEY,
        null,
        false,
        null,
        CREATED.plusSeconds(60),
        CREATED.plusSeconds(id),
        List.of(),
        List.of(),
        List.of("192.0.2." + id % 250 + ":41641"),
        hostinfo(name, 999),
        142,
        false,
        Map.of(),
        null,
        null);
  }

  static String hostinfo(String name, long derp) {
    return """
    {"IPNVersion": "1.102.3", "OS": "linux", "Hostname": "%s", "GoArch": "amd64",
     "Services": [{"Proto": "peerapi4", "Port": 40000}],
     "NetInfo": {"WorkingUDP": true, "PreferredDERP": %d}}\
    """
        .formatted(name, derp);
  }

  static byte[] key(int kind, long number) {
    return ByteBuffer.allocate(32).putInt(kind).putLong(24, number).array();
  }

  static Owner ownedBy(long user) {
    return new Owner.OfUser(new UserId(user));
  }

  static Owner tagged(String... tags) {
    return new Owner.OfTags(
        Set.copyOf(java.util.Arrays.stream(tags).map(TagName::new).toList()), null);
  }

  static Viewer viewer(long id) {
    return new Viewer(new NodeId(id), new CapabilityVersion(142));
  }

  SmallTailnet put(TailnetEntity entity) {
    tailnet = tailnet.with(new TailnetChange.Put(entity));
    return this;
  }

  SmallTailnet remove(TailnetEntity entity) {
    tailnet = tailnet.with(new TailnetChange.Removed(entity));
    return this;
  }

  SmallTailnet change(long id, UnaryOperator<NodeDraft> change) {
    return put(change.apply(node(id).change()).build());
  }

  Node node(long id) {
    return tailnet.node(new NodeId(id)).orElseThrow();
  }

  Tailnet tailnet() {
    return tailnet;
  }

  SmallTailnet online(long id) {
    online.add(new NodeId(id));
    return this;
  }

  SmallTailnet offline(long id, Instant at) {
    online.remove(new NodeId(id));
    seen.put(new NodeId(id), at);
    return this;
  }

  SmallTailnet policy(String text) {
    policyText = text;
    directory = Directory.of(tailnet);
    policy = TailnetPolicy.of(parse(text, directory), directory);
    return this;
  }

  /// Lets the policy see the newest nodes and users.
  SmallTailnet refreshPolicy() {
    if (policy == null || directory == null) {
      return policy(policyText);
    }
    directory = directory.next(tailnet);
    policy = policy.on(directory);
    return this;
  }

  SmallTailnet derpMap(DerpMap map) {
    derpMap = map;
    return this;
  }

  private static dev.wayleave.tailnet.policy.language.Policy parse(String text, Directory on) {
    return switch (PolicyGate.read(text.replace('\'', '"'), on)) {
      case Verdict.Accepted accepted -> accepted.policy();
      case Verdict.Refused refused -> throw new IllegalArgumentException(refused.message());
    };
  }

  NetworkImage image() {
    if (policy == null) {
      refreshPolicy();
    }
    TailnetPolicy inForce = policy;
    if (inForce == null) {
      throw new AssertionError("there is a policy");
    }
    return new NetworkImage(
        tailnet,
        inForce,
        new FixedPresence(online, seen),
        derpMap,
        new SettingsInForce(tailnet, Optional.empty(), "http://127.0.0.1:8080"));
  }

  /// The composer of the newest image, which follows the one before.
  MapComposer composer() {
    last = last == null ? MapComposer.of(image(), CHUNK) : last.next(image());
    return last;
  }

  static IpPrefix prefix(String text) {
    return IpPrefix.parse(text);
  }
}
