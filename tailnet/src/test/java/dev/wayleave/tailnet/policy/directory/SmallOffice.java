package dev.wayleave.tailnet.policy.directory;

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
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Four people, each with a device of their name, and two servers: `web` with `tag:web` and `exit`
/// with `tag:exit`, which is an exit node.
///
/// alice owns the tailnet and has a Mac, bob is an admin, carol a network admin, dave a member.
/// Devices have 100.64.0.1 and up in that order.
public final class SmallOffice {
  private static final String MAC = "{\"OS\":\"macOS\",\"IPNVersion\":\"1.80.2-t1\"}";
  private static final List<IpPrefix> EXIT = List.of(IpPrefix.ALL_V4, IpPrefix.ALL_V6);

  private SmallOffice() {}

  /// The office under a policy.
  public static Resolver under(String policy) {
    List<TailnetEntity> entities = new ArrayList<>();
    entities.add(user(1, "alice", Role.OWNER));
    entities.add(user(2, "bob", Role.ADMIN));
    entities.add(user(3, "carol", Role.NETWORK_ADMIN));
    entities.add(user(4, "dave", Role.MEMBER));
    entities.add(node(1, "alice", new Owner.OfUser(new UserId(1)), List.of(), MAC));
    entities.add(node(2, "bob", new Owner.OfUser(new UserId(2)), List.of(), null));
    entities.add(node(3, "carol", new Owner.OfUser(new UserId(3)), List.of(), null));
    entities.add(node(4, "dave", new Owner.OfUser(new UserId(4)), List.of(), null));
    entities.add(node(5, "web", new Owner.OfTags(tags("web"), null), List.of(), null));
    entities.add(node(6, "exit", new Owner.OfTags(tags("exit"), null), EXIT, null));
    Tailnet tailnet = Tailnet.of(1, LastIds.NONE, entities);
    return new Resolver(read(policy), Directory.of(tailnet));
  }

  /// The device of that name.
  public static Device device(Resolver office, String name) {
    return office.directory().devices().stream()
        .filter(device -> device.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// The user of that name as one who asks for something.
  public static Applicant person(Resolver office, String name) {
    return Applicant.of(office.directory().person(name + "@example.com").orElseThrow());
  }

  /// Something with tags, named without `tag:`, that asks for something.
  public static Applicant tagged(String... names) {
    return Applicant.of(tags(names));
  }

  private static Set<TagName> tags(String... names) {
    return Stream.of(names).map(name -> new TagName("tag:" + name)).collect(Collectors.toSet());
  }

  private static Policy read(String text) {
    try {
      return switch (PolicyReader.read((JsonObject) PolicyText.parse(text).root())) {
        case Reading.Sound sound -> sound.policy();
        case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
      };
    } catch (PolicySyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static User user(long id, String name, Role role) {
    String email = name + "@example.com";
    return new User(new UserId(id), name, name, email, "", List.of(), Set.of(role), null);
  }

  private static Node node(
      int id, String name, Owner owner, List<IpPrefix> routes, @Nullable String hostinfo) {
    byte[] key = new byte[32];
    key[31] = (byte) id;
    return new Node(
        new NodeId(id),
        new StableNodeId("n" + id),
        MachineKey.of(key),
        NodeKey.of(key),
        null,
        IpAddress.parse("100.64.0." + id),
        IpAddress.parse("fd7a:115c:a1e0::" + id),
        name,
        name,
        owner,
        RegisterMethod.UNKNOWN,
        null,
        false,
        null,
        null,
        null,
        routes,
        routes,
        List.of(),
        hostinfo);
  }
}
