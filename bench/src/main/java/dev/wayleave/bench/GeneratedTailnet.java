package dev.wayleave.bench;

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
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/// A tailnet as companies have them: four devices to a user, a third of all nodes tagged, some of
/// those routers of subnets in pairs.
final class GeneratedTailnet {
  static final int USERS_SHARE = 6;
  static final int TAGS = 40;

  private final Random random;
  private final int nodes;

  GeneratedTailnet(int nodes, long seed) {
    this.nodes = nodes;
    this.random = new Random(seed);
  }

  int users() {
    return Math.max(1, nodes / USERS_SHARE);
  }

  Tailnet build() {
    List<TailnetEntity> entities = new ArrayList<>();
    for (int u = 1; u <= users(); u++) {
      entities.add(user(u));
    }
    for (int n = 1; n <= nodes; n++) {
      entities.add(node(n));
    }
    return Tailnet.of(1, LastIds.NONE, entities);
  }

  private static User user(int number) {
    return new User(
        new UserId(number),
        "user" + number,
        "",
        "user" + number + "@example.com",
        "",
        List.of(),
        number == 1 ? Set.of(Role.OWNER) : Set.of(Role.MEMBER),
        null);
  }

  private Node node(int number) {
    if (number % 3 != 0) {
      return node(number, new Owner.OfUser(new UserId(1 + number % users())), List.of());
    }
    List<IpPrefix> routes =
        number % 30 == 0
            ? List.of(IpPrefix.parse("10." + (number / 60 % 250) + ".0.0/16"))
            : List.of();
    return node(number, tags(random.nextInt(TAGS)), routes);
  }

  static Owner tags(int tag) {
    return new Owner.OfTags(Set.of(new TagName("tag:t" + tag)), null);
  }

  static Node node(int number, Owner owner, List<IpPrefix> routes) {
    byte[] key = ByteBuffer.allocate(32).putLong(24, number).array();
    return new Node(
        new NodeId(number),
        new StableNodeId("n" + number),
        MachineKey.of(key),
        NodeKey.of(key),
        null,
        new IpAddress.V4((100 << 24) + (64 << 16) + number),
        new IpAddress.V6(0xfd7a115ca1e00000L, number),
        "host" + number,
        "host" + number,
        owner,
        RegisterMethod.UNKNOWN,
        null,
        false,
        null,
        null,
        Instant.EPOCH.plusSeconds(number),
        routes,
        routes,
        List.of(),
        null);
  }
}
