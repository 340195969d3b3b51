package dev.wayleave.tailnet.policy.network;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Small tailnets by chance: users with some devices, tagged nodes, routers of overlapping subnets
/// and exit nodes.
final class RandomTailnet {
  static final int USERS = 4;
  static final List<String> TAGS = List.of("tag:a", "tag:b", "tag:c", "tag:d");
  private static final List<String> HOSTINFO =
      List.of("{\"OS\":\"linux\"}", "{\"OS\":\"macOS\"}", "{}");
  private static final List<String> SUBNETS =
      List.of("10.0.0.0/8", "10.1.0.0/16", "10.1.2.0/24", "192.168.7.0/24", "fd00:1::/64");

  private final Random random;

  RandomTailnet(Random random) {
    this.random = random;
  }

  Tailnet build() {
    List<TailnetEntity> entities = new ArrayList<>();
    for (int u = 1; u <= USERS; u++) {
      entities.add(user(u));
    }
    for (int n = 1; n <= 4 + random.nextInt(8); n++) {
      entities.add(node(n));
    }
    return Tailnet.of(1, LastIds.NONE, entities);
  }

  /// One node comes, goes, or becomes another.
  TailnetChange.Edit change(Tailnet tailnet) {
    List<Node> nodes = List.copyOf(tailnet.nodes());
    Node any = nodes.get(random.nextInt(nodes.size()));
    int what = random.nextInt(3);
    if (what == 0) {
      return new TailnetChange.Put(node(1 + (int) nodes.getLast().id().value()));
    }
    return what == 1 && nodes.size() > 2
        ? new TailnetChange.Removed(any)
        : new TailnetChange.Put(node((int) any.id().value()));
  }

  private static User user(int number) {
    String domain = number % 2 == 1 ? "example.com" : "example.org";
    Set<Role> roles = number == 1 ? Set.of(Role.OWNER) : Set.of(Role.MEMBER);
    return new User(
        new UserId(number),
        "u" + number,
        "",
        "u" + number + "@" + domain,
        "",
        List.of(),
        roles,
        null);
  }

  private Node node(int number) {
    List<IpPrefix> advertised = routes();
    List<IpPrefix> approved = advertised.stream().filter(_ -> random.nextInt(4) > 0).toList();
    IpAddress ipv6 = random.nextInt(5) == 0 ? null : IpAddress.parse("fd7a:115c:a1e0::" + number);
    return node(number, IpAddress.parse("100.64.0." + number), ipv6, owner(), advertised, approved);
  }

  /// A node of nobody that routes a subnet.
  Node router(int number, IpAddress address, IpPrefix subnet) {
    return node(number, address, null, new Owner.Nobody(null), List.of(subnet), List.of(subnet));
  }

  private Node node(
      int number,
      IpAddress ipv4,
      @Nullable IpAddress ipv6,
      Owner owner,
      List<IpPrefix> advertised,
      List<IpPrefix> approved) {
    byte[] key = ByteBuffer.allocate(32).putLong(24, number).array();
    return new Node(
        new NodeId(number),
        new StableNodeId("n" + number),
        MachineKey.of(key),
        NodeKey.of(key),
        null,
        ipv4,
        ipv6,
        "n" + number,
        "n" + number,
        owner,
        RegisterMethod.UNKNOWN,
        null,
        false,
        null,
        null,
        Instant.EPOCH.plusSeconds(random.nextInt(100)),
        advertised,
        approved,
        List.of(),
        HOSTINFO.get(random.nextInt(HOSTINFO.size())));
  }

  private Owner owner() {
    if (random.nextBoolean()) {
      return new Owner.OfUser(new UserId(1 + random.nextInt(USERS)));
    }
    Set<TagName> tags = new TreeSet<>();
    for (int i = 0; i <= random.nextInt(2); i++) {
      tags.add(new TagName(TAGS.get(random.nextInt(TAGS.size()))));
    }
    return new Owner.OfTags(tags, null);
  }

  private List<IpPrefix> routes() {
    List<IpPrefix> routes = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      routes.add(IpPrefix.parse(SUBNETS.get(random.nextInt(SUBNETS.size()))));
    }
    if (random.nextInt(6) == 0) {
      routes.addAll(List.of(IpPrefix.ALL_V4, IpPrefix.ALL_V6));
    }
    return routes;
  }
}
