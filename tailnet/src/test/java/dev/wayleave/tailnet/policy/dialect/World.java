package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A small tailnet of Headscale, node `n` of which has the addresses 100.64.0.n and
/// fd7a:115c:a1e0::n.
final class World {
  private final Inventory.Builder inventory =
      Inventory.builder(new SourceInfo("headscale", "", "sqlite"));
  private int users;
  private int nodes;

  World user(String name) {
    return user(name, "", "");
  }

  World user(String name, String email, String identifier) {
    List<Identity> identities =
        identifier.isEmpty() ? List.of() : List.of(new Identity("oidc", identifier, null, null));
    inventory.add(new User(new UserId(++users), name, "", email, "", identities, Set.of(), null));
    return this;
  }

  /// A device of the user with that number.
  World device(String name, int user) {
    return node(name, new Owner.OfUser(new UserId(user)), List.of(), null);
  }

  World router(String name, int user, String... routes) {
    return node(name, new Owner.OfUser(new UserId(user)), List.of(routes), null);
  }

  World asking(String name, int user, String tag) {
    return node(
        name, new Owner.OfUser(new UserId(user)), List.of(), "{\"RequestTags\":[\"" + tag + "\"]}");
  }

  World tagged(String name, int registrant, String... tags) {
    Set<TagName> owned = new TreeSet<>();
    for (String tag : tags) {
      owned.add(new TagName(tag));
    }
    return node(name, new Owner.OfTags(owned, new UserId(registrant)), List.of(), null);
  }

  /// A router that belongs to tags.
  World taggedRouter(String name, int registrant, String tag, String... routes) {
    return node(
        name,
        new Owner.OfTags(Set.of(new TagName(tag)), new UserId(registrant)),
        List.of(routes),
        null);
  }

  /// A device that nobody owns, which has connected or not.
  World ownerless(String name, boolean connected) {
    return node(name, new Owner.Nobody(null), List.of(), connected ? "{}" : null);
  }

  private World node(String name, Owner owner, List<String> routes, @Nullable String hostinfo) {
    int id = ++nodes;
    String hex = "%064x".formatted(id);
    List<IpPrefix> prefixes = routes.stream().map(IpPrefix::parse).toList();
    inventory.add(
        new Node(
            new NodeId(id),
            new StableNodeId(Integer.toString(id)),
            MachineKey.ofHex(hex),
            NodeKey.ofHex(hex),
            null,
            IpAddress.parse("100.64.0." + id),
            IpAddress.parse("fd7a:115c:a1e0::" + Integer.toHexString(id)),
            name,
            name,
            owner,
            RegisterMethod.CLI,
            null,
            false,
            null,
            null,
            null,
            prefixes,
            prefixes,
            List.of(),
            hostinfo));
    return this;
  }

  Inventory inventory() {
    return inventory.build();
  }

  Translation translate(String release, @Nullable String text) {
    return translate(release, text, PolicyMeaning.ASK);
  }

  Translation translate(String release, @Nullable String text, PolicyMeaning meaning) {
    PolicyEngine engine = PolicyEngine.ofRelease(release).orElseThrow();
    return new HeadscaleTranslation(engine, inventory(), true, meaning).translate(text, "policy 1");
  }
}
