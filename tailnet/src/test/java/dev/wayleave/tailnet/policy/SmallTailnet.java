package dev.wayleave.tailnet.policy;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.language.TailnetFacts;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A tailnet for tests of rules: alice with two devices, bob with one, carol with none, and tagged
/// devices of which one routes 10.1.0.0/16 and is an exit node.
///
/// Node N has the addresses 100.64.0.N and fd7a:115c:a1e0::N.
public final class SmallTailnet {
  public static final String LAPTOP = "100.64.0.1";
  public static final String PHONE = "100.64.0.2";
  public static final String DESK = "100.64.0.3";
  public static final String WEB = "100.64.0.4";
  public static final String DB = "100.64.0.5";
  public static final String ROUTER = "100.64.0.6";

  private static final String TAG_OWNERS =
      """
      "tagOwners": {"tag:web": [], "tag:db": [], "tag:router": [], "tag:exit": [], "tag:unused": []},
      """;

  private static final Directory DIRECTORY =
      Directory.of(
          Tailnet.of(
              1,
              LastIds.NONE,
              List.<TailnetEntity>of(
                  user(1, "alice@example.com"),
                  user(2, "bob@example.org"),
                  user(3, "carol@example.com"),
                  node(1, "laptop", owned(1)),
                  node(2, "phone", owned(1)),
                  node(3, "desk", owned(2)),
                  node(4, "web", tagged("tag:web")),
                  node(5, "db", tagged("tag:db")),
                  node(
                      6,
                      "router",
                      tagged("tag:router", "tag:exit"),
                      "10.1.0.0/16",
                      "0.0.0.0/0",
                      "::/0"))));

  private SmallTailnet() {}

  /// This tailnet under a policy of the given sections; the owners of its tags are added.
  public static Resolver under(String sections) throws Exception {
    JsonObject root =
        (JsonObject) PolicyText.parse("{" + TAG_OWNERS + sections.strip() + "}").root();
    return switch (PolicyReader.read(root, new TailnetFacts(DIRECTORY.domains()))) {
      case Reading.Sound(var policy, _) -> new Resolver(policy, DIRECTORY);
      case Reading.Refused(var faults) -> throw new AssertionError(faults);
    };
  }

  public static Device device(String name) {
    return DIRECTORY.devices().stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The IPv6 twin of one of the IPv4 addresses.
  public static String v6(String ipv4) {
    return ipv4.replace("100.64.0.", "fd7a:115c:a1e0::");
  }

  private static User user(long id, String email) {
    String name = email.substring(0, email.indexOf('@'));
    return new User(new UserId(id), name, "", email, "", List.of(), Set.of(), null);
  }

  private static Owner owned(long user) {
    return new Owner.OfUser(new UserId(user));
  }

  private static Owner tagged(String... tags) {
    return new Owner.OfTags(
        Set.of(tags).stream().map(TagName::new).collect(Collectors.toSet()), null);
  }

  private static Node node(long id, String name, Owner owner, String... routes) {
    String digits = "%064x".formatted(id);
    List<IpPrefix> prefixes = List.of(routes).stream().map(IpPrefix::parse).toList();
    return new Node(
        new NodeId(id),
        new StableNodeId(Long.toString(id)),
        MachineKey.ofHex(digits),
        NodeKey.ofHex("a" + digits.substring(1)),
        null,
        IpAddress.parse("100.64.0." + id),
        IpAddress.parse("fd7a:115c:a1e0::" + id),
        name,
        name,
        owner,
        RegisterMethod.AUTH_KEY,
        null,
        false,
        null,
        null,
        null,
        prefixes,
        prefixes,
        List.of(),
        null);
  }
}
