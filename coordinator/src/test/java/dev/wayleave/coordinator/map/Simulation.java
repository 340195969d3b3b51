package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.state.ApproveNode;
import dev.wayleave.coordinator.state.ApproveRoutes;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.DeleteNode;
import dev.wayleave.coordinator.state.ExpireNode;
import dev.wayleave.coordinator.state.MoveNode;
import dev.wayleave.coordinator.state.PolicyPrecondition;
import dev.wayleave.coordinator.state.RegisterForUser;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.coordinator.state.RenameNode;
import dev.wayleave.coordinator.state.RestoreUser;
import dev.wayleave.coordinator.state.SetPolicy;
import dev.wayleave.coordinator.state.SetTags;
import dev.wayleave.coordinator.state.SuspendUser;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/// A whole tailnet as it lives, without threads, sockets or waiting: commands of administrators and
/// devices, streams that come, go and stall, and time, all by chance.
///
/// Five devices belong to one user; one device in fifty is a server with the tag of its team, and
/// one in a hundred a router. A user reaches the own devices and the team's servers.
final class Simulation {
  private static final int DEVICES_OF_ONE = 5;
  private static final int DEVICES_OF_A_TEAM = 250;

  private final RandomGenerator random;
  private final LiveTailnet live;
  private final Pool pool = new Pool();
  private final Map<NodeId, Client> clients = new LinkedHashMap<>();
  private final List<NodeId> ids = new ArrayList<>();
  private final int users;
  private final int teams;
  private long lastKey;

  /// A device with a stream, and what it knows.
  private final class Client {
    private final RecordingExchange exchange;
    private ClientModel knows = new ClientModel(pool);
    private boolean stalled;

    private Client(RecordingExchange exchange) {
      this.exchange = exchange;
    }

    private void read() {
      exchange.stream().take().forEach(knows::take);
    }

    private boolean isOpen() {
      return !exchange.stream().isEnded() && !exchange.stream().isCut();
    }
  }

  Simulation(RandomGenerator random, int nodes) {
    this.random = random;
    users = Math.max(2, nodes / DEVICES_OF_ONE);
    teams = Math.max(2, nodes / DEVICES_OF_A_TEAM);
    MapLimits usual = MapLimits.DEFAULT;
    live =
        new LiveTailnet(
            new SmallTailnet(),
            new MapLimits(
                2 * nodes,
                usual.endpoints(),
                usual.routes(),
                usual.tags(),
                usual.services(),
                usual.hostinfoBytes(),
                4, // So that streams that stall are told everything anew.
                usual.keepAlive(),
                usual.keepAliveJitter(),
                usual.writeStall(),
                usual.ephemeralTimeout()),
            List.of());
    List<TailnetEntity> entities = new ArrayList<>();
    for (int user = 0; user < users; user++) {
      String name = name(user);
      entities.add(SmallTailnet.user(userId(user).value(), name, name + "@example.com", Set.of()));
    }
    for (int i = 1; i <= nodes; i++) {
      entities.add(SmallTailnet.node(i, "n" + i, i % 50 == 0 ? tagged() : ownedByAnybody()));
      ids.add(new NodeId(i));
    }
    live.put(entities.toArray(TailnetEntity[]::new));
    run(policy());
    live.step();
    lastKey = nodes;
  }

  private dev.wayleave.tailnet.model.Owner tagged() {
    return SmallTailnet.tagged("tag:t" + random.nextInt(teams));
  }

  private dev.wayleave.tailnet.model.Owner ownedByAnybody() {
    return SmallTailnet.ownedBy(anyUser().value());
  }

  private static String name(int user) {
    return "user" + user;
  }

  /// The first ids are taken.
  private static UserId userId(int user) {
    return new UserId(user + 10L);
  }

  private UserId anyUser() {
    return userId(random.nextInt(users));
  }

  private NodeId anyNode() {
    return ids.get(random.nextInt(ids.size()));
  }

  int size() {
    return ids.size();
  }

  int open() {
    return clients.size();
  }

  /// Teams of other people each time, and sometimes a port less.
  private Command<?> policy() {
    StringBuilder text = new StringBuilder("{\"groups\": {");
    int shift = random.nextInt(teams);
    for (int team = 0; team < teams; team++) {
      text.append(team == 0 ? "" : ", ").append("\"group:g").append(team).append("\": [");
      String comma = "";
      for (int user = (team + shift) % teams; user < users; user += teams) {
        text.append(comma).append('"').append(name(user)).append("@example.com\"");
        comma = ", ";
      }
      text.append(']');
    }
    text.append("}, \"tagOwners\": {");
    for (int team = 0; team < teams; team++) {
      text.append(team == 0 ? "" : ", ").append("\"tag:t").append(team).append("\": []");
    }
    text.append(
        "}, \"acls\": [{\"action\": \"accept\", \"src\": [\"autogroup:member\"],"
            + " \"dst\": [\"autogroup:self:*\"]}");
    for (int team = 0; team < teams; team++) {
      text.append(
          ", {\"action\": \"accept\", \"src\": [\"group:g%d\"], \"dst\": [\"tag:t%d:%s\"]}"
              .formatted(team, team, random.nextInt(4) == 0 ? "443" : "22,443"));
    }
    text.append(
        ", {\"action\": \"accept\", \"src\": [\"group:g0\"], \"dst\": [\"10.0.0.0/8:*\"]}],"
            + " \"ssh\": [{\"action\": \"accept\", \"src\": [\"autogroup:member\"], \"dst\":"
            + " [\"autogroup:self\"], \"users\": [\"root\"]}]}");
    return new SetPolicy(
        SetPolicy.Way.SET, text.toString(), "sim", null, new PolicyPrecondition.Whatever());
  }

  private void run(Command<?> command) {
    live.run(command);
  }

  /// Lets so many devices that are away come at once, as after a restart.
  void arrive(int count) {
    int begun = 0;
    for (NodeId id : ids) {
      if (begun == count) {
        break;
      }
      if (!clients.containsKey(id)) {
        open(id);
        begun++;
      }
    }
    settle();
  }

  private void open(NodeId id) {
    Client client = new Client(live.openQuietly(id.value()));
    if (!client.exchange.isStreaming()) {
      return; // Its user is suspended.
    }
    Client earlier = clients.put(id, client);
    if (earlier != null) {
      // The client gave it up; what it still reads is of no use to it.
      earlier.exchange.stream().release();
    }
  }

  /// Something happens.
  String any() {
    int kind = random.nextInt(20);
    NodeId id = anyNode();
    switch (kind) {
      case 0, 1, 2, 3, 4 -> tellsEndpoints(id);
      case 5, 6 -> open(id);
      case 7, 8 -> leave(id);
      case 9 -> stall(id);
      case 10 -> joins();
      case 11 -> delete(id);
      case 12 -> run(new RenameNode(id, "renamed" + random.nextInt(10_000)));
      case 13 -> run(new SetTags(id, Set.of(new TagName("tag:t" + random.nextInt(teams)))));
      case 14 -> run(new MoveNode(id, anyUser()));
      case 15 -> run(new ExpireNode(id, expiry()));
      case 16 -> routes(id);
      case 17 -> run(new ApproveNode(id));
      case 18 -> run(random.nextBoolean() ? new SuspendUser(anyUser()) : restore());
      case 19 -> live.pass(Duration.ofSeconds(random.nextInt(1, 90)));
      default -> throw new AssertionError("no such kind");
    }
    return kind + " of " + id;
  }

  /// Another policy is put in force.
  void reform() {
    run(policy());
  }

  private Command<?> restore() {
    return new RestoreUser(
        live.tailnet().users().stream()
            .filter(user -> user.suspended())
            .map(user -> user.id())
            .findFirst()
            .orElseGet(this::anyUser));
  }

  private Instant expiry() {
    return live.tailnet().version() % 2 == 0
        ? LiveTailnet.START.plusSeconds(random.nextInt(4_000))
        : LiveTailnet.START.minusSeconds(1);
  }

  private void tellsEndpoints(NodeId id) {
    live.map(
        id.value(),
        "\"OmitPeers\":true,\"Endpoints\":[\"192.0.2.%d:%d\"]"
            .formatted(random.nextInt(1, 250), random.nextInt(1024, 65_000)));
  }

  private void leave(NodeId id) {
    Client client = clients.remove(id);
    if (client != null) {
      client.exchange.leave();
    }
  }

  private void stall(NodeId id) {
    Client client = clients.get(id);
    if (client != null && !client.stalled) {
      client.stalled = true;
      client.exchange.stream().hold();
    }
  }

  private void joins() {
    long key = ++lastKey;
    run(
        new RegisterForUser(
            new Registration(
                MachineKey.of(SmallTailnet.key(1, key)),
                NodeKey.of(SmallTailnet.key(2, key)),
                null,
                "n" + random.nextInt(100),
                List.of(),
                Set.of(),
                false,
                null,
                SmallTailnet.hostinfo("joined", 999),
                142),
            anyUser(),
            RegisterMethod.OIDC,
            random.nextBoolean(),
            live.policies()));
    live.tailnet().nodes(NodeKey.of(SmallTailnet.key(2, key))).forEach(node -> ids.add(node.id()));
  }

  private void delete(NodeId id) {
    if (ids.size() > 3) {
      run(new DeleteNode(id));
      ids.remove(id);
    }
  }

  private void routes(NodeId id) {
    Node node = live.node(id.value());
    Set<IpPrefix> subnet = Set.of(IpPrefix.parse("10." + random.nextInt(3) + ".0.0/16"));
    live.put(node.change().advertisedRoutes(List.copyOf(subnet)).build());
    run(new ApproveRoutes(id, random.nextInt(4) == 0 ? Set.of() : subnet));
  }

  /// What happened is taken in, and clients that stalled read on now and then.
  void settle() {
    live.step();
    for (Client client : clients.values()) {
      if (client.stalled && random.nextInt(3) == 0) {
        client.stalled = false;
        client.exchange.stream().release();
      }
    }
    // Where many came at once their maps wait a little.
    live.pass(Duration.ofMillis(150));
    clients
        .values()
        .removeIf(client -> {
          if (!client.stalled) {
            client.read();
          }
          return !client.isOpen();
        });
  }

  /// Every client that is up to date knows what one knows that begins now, at a coordinator that
  /// begins now.
  ///
  /// @return how many were looked at
  int check() {
    MapComposer scratch = MapComposer.of(live.fromScratch());
    int looked = 0;
    for (Map.Entry<NodeId, Client> one : clients.entrySet()) {
      if (one.getValue().stalled) {
        continue;
      }
      ClientModel fresh = new ClientModel(pool);
      Viewer viewer = new Viewer(one.getKey(), new CapabilityVersion(142));
      scratch
          .everything(viewer, live.now())
          .responses()
          .forEach(response -> fresh.take(scratch.json(response)));
      try {
        one.getValue().knows.assertKnowsWhat(fresh);
      } catch (AssertionError e) {
        throw new AssertionError("viewer " + one.getKey(), e);
      }
      // Both know the same, which need not be kept twice.
      one.getValue().knows = fresh.withProfilesOf(one.getValue().knows);
      looked++;
    }
    pool.clear();
    return looked;
  }
}
