package dev.wayleave.coordinator.map;

import dev.wayleave.protocol.key.DiscoKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Changes a tailnet by chance, and notes for every viewer what a session would note: what changed
/// of whom, and whether rules may be others for it.
final class RandomChanges {
  private static final List<String> ROUTES =
      List.of("10.1.0.0/16", "10.2.0.0/16", "192.168.7.0/24", "0.0.0.0/0", "::/0");

  private final SmallTailnet network;
  private final RandomGenerator random;
  private final Map<NodeId, NewsDraft> pending = new TreeMap<>();
  private Instant now = SmallTailnet.NOW;
  private long lastNode;
  private TailnetPolicy inForce;

  RandomChanges(SmallTailnet network, RandomGenerator random, int nodes) {
    this.network = network;
    this.random = random;
    for (int i = 0; i < nodes; i++) {
      network.put(made());
    }
    if (random.nextInt(3) > 0) {
      network.put(transition());
    }
    inForce = network.policy(RandomPolicies.any(random)).image().policy();
  }

  Instant now() {
    return now;
  }

  /// A move from another plane, whose names are beside those here, or the same, or ended.
  private Transition transition() {
    String suffix = List.of("old.example.net", "tailnet.internal", "").get(random.nextInt(3));
    Instant held = random.nextBoolean() ? SmallTailnet.NOW : null;
    Instant ended = random.nextInt(4) == 0 ? SmallTailnet.NOW : null;
    return new Transition("tailscale", "https://old.example.net", suffix, held, ended);
  }

  private @org.jspecify.annotations.Nullable Unmoved unmoved() {
    return random.nextBoolean() ? null : new Unmoved("tailscale", random.nextInt(3));
  }

  /// What a viewer has not been told yet; it begins anew.
  News takeNews(NodeId viewer) {
    NewsDraft draft = pending.remove(viewer);
    return draft == null ? News.NONE : draft.news();
  }

  /// Changes something.
  String any() {
    int kind = random.nextInt(27);
    Node node = anyNode();
    switch (kind) {
      case 0, 1, 2 -> facet(node, Facet.ENDPOINTS, draft -> draft.endpoints(endpoints()));
      case 3, 4 -> facet(node, Facet.KEYS, this::newKeys);
      case 5, 6 -> facet(node, Facet.EXPIRY, draft -> draft.expiry(expiry()));
      case 7 -> facet(node, Facet.CAPABILITY, draft -> draft.capability(random.nextInt(3) * 71));
      case 8, 9 -> facet(node, Facet.DERP, draft -> draft.hostinfo(hostinfo(node)));
      case 10, 11, 12 -> presence(node);
      case 13 -> whole(node, draft -> draft.givenName(node.givenName() + random.nextInt(10)));
      case 14 -> whole(node, draft -> draft.owner(owner()));
      case 15, 16 ->
          whole(node, draft -> draft.advertisedRoutes(routes()).approvedRoutes(routes()));
      case 17 -> whole(node, draft -> draft.awaitingApproval(!node.awaitingApproval()));
      case 18 -> whole(node, draft -> draft.ipv6(random.nextBoolean() ? null : address(node)));
      case 19 -> add();
      case 20 -> remove(node);
      case 21 -> user();
      case 22 -> settings();
      case 23 -> relays();
      case 24 -> policy();
      case 25 -> time();
      case 26 -> whole(node, draft -> draft.unmoved(unmoved()));
      default -> throw new AssertionError("no such kind");
    }
    return kind + " of " + node.id();
  }

  private Node anyNode() {
    List<Node> nodes = List.copyOf(network.tailnet().nodes());
    return nodes.get(random.nextInt(nodes.size()));
  }

  private void everyone(Consumer<NewsDraft> news) {
    network
        .tailnet()
        .nodes()
        .forEach(node -> news.accept(pending.computeIfAbsent(node.id(), _ -> new NewsDraft())));
  }

  private void facet(Node node, Facet facet, UnaryOperator<NodeDraft> change) {
    network.change(node.id().value(), change);
    changed(node.id(), facet);
    if (random.nextInt(5) == 0) {
      refresh();
    }
  }

  private void whole(Node node, UnaryOperator<NodeDraft> change) {
    network.change(node.id().value(), change);
    changed(node.id(), Facet.WHOLE);
    refresh();
  }

  private void changed(NodeId id, Facet facet) {
    everyone(draft -> draft.peer(id, facet));
    pending.computeIfAbsent(id, _ -> new NewsDraft()).self = true;
  }

  /// As the coordinator does: the rules of those whom the later policy touches are looked at.
  private void refresh() {
    TailnetPolicy earlier = inForce;
    inForce = network.refreshPolicy().image().policy();
    BitSet touched = inForce.network().touchedSince(earlier.network());
    touched.stream()
        .forEach(index ->
            inForce
                .directory()
                .find(index)
                .ifPresent(device ->
                    pending.computeIfAbsent(device.id(), _ -> new NewsDraft()).rules = true));
  }

  private NodeDraft newKeys(NodeDraft draft) {
    if (random.nextBoolean()) {
      draft.nodeKey(NodeKey.of(SmallTailnet.key(5, random.nextInt(1, 1 << 30))));
    }
    return draft.discoKey(
        random.nextInt(4) == 0
            ? null
            : DiscoKey.of(SmallTailnet.key(6, random.nextInt(1, 1 << 30))));
  }

  private List<String> endpoints() {
    return random.ints(random.nextInt(3), 1, 250).mapToObj(n -> "192.0.2." + n + ":41641").toList();
  }

  private @org.jspecify.annotations.Nullable Instant expiry() {
    return random.nextInt(3) == 0 ? null : now.plusSeconds(random.nextInt(-4000, 8000));
  }

  private String hostinfo(Node node) {
    return SmallTailnet.hostinfo(node.hostname(), random.nextInt(3));
  }

  private Owner owner() {
    return random.nextBoolean()
        ? SmallTailnet.ownedBy(random.nextLong(1, 5))
        : SmallTailnet.tagged(random.nextBoolean() ? "tag:web" : "tag:router");
  }

  private List<IpPrefix> routes() {
    return ROUTES.stream().filter(_ -> random.nextInt(3) > 0).map(IpPrefix::parse).toList();
  }

  private static IpAddress address(Node node) {
    return IpAddress.parse("fd7a:115c:a1e0::" + Long.toHexString(node.id().value()));
  }

  private void presence(Node node) {
    if (random.nextBoolean()) {
      network.online(node.id().value());
    } else {
      network.offline(node.id().value(), now.minusSeconds(random.nextInt(1000)));
    }
    everyone(draft -> draft.peer(node.id(), Facet.ONLINE));
  }

  private Node made() {
    lastNode++;
    Node node = SmallTailnet.node(lastNode, "n" + lastNode, owner());
    return node.change()
        .advertisedRoutes(random.nextInt(3) == 0 ? routes() : List.of())
        .approvedRoutes(routes())
        .awaitingApproval(random.nextInt(9) == 0)
        .expiry(random.nextInt(4) == 0 ? expiry() : null)
        .build();
  }

  private void add() {
    Node node = made();
    network.put(node);
    changed(node.id(), Facet.WHOLE);
    refresh();
  }

  private void remove(Node node) {
    if (network.tailnet().nodes().size() < 3) {
      return;
    }
    network.remove(node);
    pending.remove(node.id());
    everyone(draft -> draft.peer(node.id(), Facet.WHOLE));
    refresh();
  }

  private void user() {
    long id = random.nextLong(1, 4);
    Set<Role> roles = random.nextBoolean() ? Set.of(Role.ADMIN) : Set.of();
    network.put(SmallTailnet.user(id, "u" + id, random.nextInt(99) + "@example.com", roles));
    everyone(draft -> draft.profiles = true);
    refresh();
  }

  private void settings() {
    if (random.nextBoolean()) {
      network.put(
          new ServerSettings(
              "https://vpn.example.com",
              "",
              null,
              null,
              "",
              null,
              null,
              null,
              Map.of("taildrop.enabled", Boolean.toString(random.nextBoolean()))));
      everyone(draft -> draft.self = true);
      return;
    }
    network.put(
        new DnsSettings(
            random.nextBoolean(),
            random.nextInt(3) == 0 ? "other.example.com" : "tail.example.com",
            random.nextBoolean(),
            List.of(random.nextBoolean() ? "9.9.9.9" : "https://dns.nextdns.io/abc"),
            Map.of(),
            List.of("s" + random.nextInt(3) + ".example.com"),
            List.of()));
    everyone(draft -> draft.dns = true);
  }

  private void relays() {
    network.derpMap(SmallTailnet.derp("derp" + random.nextInt(3)));
    everyone(draft -> draft.derp = true);
  }

  private void policy() {
    inForce = network.policy(RandomPolicies.any(random)).image().policy();
    everyone(draft -> draft.rules = true);
  }

  /// Time passes, and keys expire with it.
  private void time() {
    Instant before = now;
    now = now.plus(Duration.ofMinutes(20));
    for (Node node : network.tailnet().nodes()) {
      Instant expiry = node.expiry();
      if (expiry != null && expiry.isAfter(before) && !expiry.isAfter(now)) {
        changed(node.id(), Facet.EXPIRY);
      }
    }
  }
}
