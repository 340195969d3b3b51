package dev.wayleave.testkit.tailnet;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Nodes as Headscale 0.29 stores them, with hostinfo as clients send it.
final class MadeNode {
  private static final List<String> COLUMNS =
      List.of(
          "id",
          "machine_key",
          "node_key",
          "disco_key",
          "endpoints",
          "host_info",
          "ipv4",
          "ipv6",
          "hostname",
          "given_name",
          "user_id",
          "register_method",
          "tags",
          "auth_key_id",
          "expiry",
          "last_seen",
          "approved_routes",
          "created_at",
          "updated_at",
          "deleted_at");

  /// The first address of 100.64.0.0/10.
  private static final int FIRST_ADDRESS = (100 << 24) | (64 << 16);

  private static final List<String> ROLES = List.of("web", "db", "laptop", "phone", "ci", "nas");
  private static final List<String> SYSTEMS = List.of("linux", "macOS", "windows", "android");

  private MadeNode() {}

  static void add(Inventory.Builder inventory, int id, int users, SplittableRandom random) {
    Node node = node(id, users, random);
    inventory.add(node, row(node));
  }

  private static Node node(int id, int users, SplittableRandom random) {
    String name = ROLES.get(id % ROLES.size()) + "-" + id;
    boolean router = id % 7 == 0;
    List<IpPrefix> routes =
        router ? List.of(IpPrefix.parse("10." + id % 250 + ".0.0/16")) : List.of();
    return new Node(
        new NodeId(id),
        new StableNodeId(Integer.toString(id)),
        MachineKey.ofHex(TailnetBuilder.hex(random, 64)),
        NodeKey.ofHex(TailnetBuilder.hex(random, 64)),
        DiscoKey.ofHex(TailnetBuilder.hex(random, 64)),
        new IpAddress.V4(FIRST_ADDRESS + id),
        IpAddress.parse(
            "fd7a:115c:a1e0::"
                + Integer.toHexString(id >>> 16)
                + ":"
                + Integer.toHexString(id & 0xffff)),
        name,
        name,
        id % 3 == 0 || users == 0
            ? new Owner.OfTags(Set.of(new TagName("tag:" + ROLES.get(id % ROLES.size()))), null)
            : new Owner.OfUser(new UserId(1 + random.nextInt(users))),
        RegisterMethod.AUTH_KEY,
        null,
        false,
        null,
        TailnetBuilder.EPOCH.plusSeconds(10_000L + id),
        TailnetBuilder.EPOCH.plusSeconds(1_000L + id),
        routes,
        routes,
        List.of("203.0.113." + id % 250 + ":41641", "192.168.1." + id % 250 + ":41641"),
        hostinfo(name, routes, random));
  }

  private static String hostinfo(String name, List<IpPrefix> routes, SplittableRandom random) {
    String routable = routes.isEmpty() ? "" : "\"RoutableIPs\":[\"" + routes.getFirst() + "\"],";
    return "{\"IPNVersion\":\"1.98.1\",\"BackendLogID\":\""
        + TailnetBuilder.hex(random, 64)
        + "\",\"OS\":\""
        + SYSTEMS.get(random.nextInt(SYSTEMS.size()))
        + "\",\"Hostname\":\""
        + name
        + "\",\"GoArch\":\"amd64\","
        + routable
        + "\"Services\":[{\"Proto\":\"peerapi4\",\"Port\":"
        + (40_000 + random.nextInt(10_000))
        + "}],\"NetInfo\":{\"WorkingUDP\":true,\"PreferredDERP\":"
        + (1 + random.nextInt(20))
        + "}}";
  }

  private static RawRow row(Node node) {
    return new RawRow(
        "nodes",
        COLUMNS,
        List.of(
            new RawValue.Int(node.id().value()),
            new RawValue.Text(node.machineKey().toString()),
            new RawValue.Text(node.nodeKey().toString()),
            new RawValue.Text(String.valueOf(node.discoKey())),
            new RawValue.Text("[\"" + String.join("\",\"", node.endpoints()) + "\"]"),
            new RawValue.Text(String.valueOf(node.hostinfo())),
            new RawValue.Text(String.valueOf(node.ipv4())),
            new RawValue.Text(String.valueOf(node.ipv6())),
            new RawValue.Text(node.hostname()),
            new RawValue.Text(node.givenName()),
            node.owner() instanceof Owner.OfUser(UserId user)
                ? new RawValue.Int(user.value())
                : new RawValue.Null(),
            new RawValue.Text("authkey"),
            node.owner() instanceof Owner.OfTags(Set<TagName> tags, _)
                ? new RawValue.Text("[\"" + tags.iterator().next() + "\"]")
                : new RawValue.Null(),
            new RawValue.Null(),
            new RawValue.Null(),
            time(node.lastSeen()),
            node.approvedRoutes().isEmpty()
                ? new RawValue.Null()
                : new RawValue.Text("[\"" + node.approvedRoutes().getFirst() + "\"]"),
            time(node.createdAt()),
            time(node.createdAt()),
            new RawValue.Null()));
  }

  /// As Go writes times into SQLite.
  static RawValue time(@Nullable Instant time) {
    return time == null
        ? new RawValue.Null()
        : new RawValue.Text(time.toString().replace('T', ' ').replace("Z", "+00:00"));
  }
}
