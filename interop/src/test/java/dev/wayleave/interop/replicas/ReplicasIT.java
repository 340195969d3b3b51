package dev.wayleave.interop.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.api.CreateNodeRequest;
import dev.wayleave.api.NodeView;
import dev.wayleave.interop.tailscale.Line;
import dev.wayleave.interop.tailscale.Promise;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.interop.takeover.Stage;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.wait.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// Real clients behind a balancer of connections, three replicas, and one of them killed.
@Tag("interop")
@EnabledIfSystemProperty(
    named = Breadth.PROPERTY,
    matches = "true",
    disabledReason = "three coordinators take a while to start: -Pexhaustive runs it")
class ReplicasIT {
  private static final List<String> NAMES = List.of("anna", "bert", "cleo", "dora");

  /// Clients try again after up to fifteen seconds by themselves; being back takes no longer than
  /// that again.
  private static final Duration BACK = Duration.ofSeconds(30);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
  private static final int NODES_EACH = 30;

  @Test
  void whereverClientsAreLedTheyAreOneTailnetAndAKilledReplicaIsNotMissed() throws Exception {
    try (Stage stage = Stage.open("the tests of several replicas")) {
      Replicas replicas = Replicas.on(stage);
      List<TailscaleClient> clients = new ArrayList<>();
      for (String name : NAMES) {
        TailscaleClient client =
            stage.with(TailscaleClient.start(stage.network(), Line.NEWEST, stage.room(), name));
        // Made at one replica, and used a moment later at whichever comes next.
        String key = replicas.all().get(clients.size() % 3).authKey("anna");
        client.up(replicas.url(), key);
        clients.add(client);
      }
      seeEachOther(clients);
      assertThat(replicas.streams().values()).as("streams of each replica").allMatch(n -> n > 0);

      aStreamThatIsReplacedElsewhereIsNotMissed(replicas, clients);
      Set<String> written = registerEverywhere(replicas);
      aKilledReplicaIsNotMissed(replicas, clients, written);
    }
  }

  /// The balancer forgets its clients without a word to the replicas: each client comes back,
  /// perhaps to another replica, while its former stream is still open.
  private static void aStreamThatIsReplacedElsewhereIsNotMissed(
      Replicas replicas, List<TailscaleClient> clients) throws Exception {
    int nodes = clients.size();
    Map<RealCoordinator, Integer> before = replicas.streams();
    Flaps flaps = Flaps.watchedBy(clients);
    for (int i = 0; i < 3; i++) {
      replicas.forwarder().abandon();
      Promise back = Promise.within(BACK);
      for (TailscaleClient client : clients) {
        back.kept(client, "it holds a stream again", () -> online(client));
      }
      flaps.look(Duration.ofSeconds(3));
    }
    // Beyond the time after which a lost stream is told: the former ones were ended, not lost.
    flaps.look(Duration.ofSeconds(12));
    flaps.assertNone();
    assertThat(sum(replicas.streams())).as("%s before", before).isEqualTo(nodes);
    seeEachOther(clients);
  }

  /// Every replica gives numbers and addresses at the same time.
  private static Set<String> registerEverywhere(Replicas replicas) throws Exception {
    AtomicInteger next = new AtomicInteger(1);
    List<Callable<NodeView>> work = new ArrayList<>();
    for (int i = 0; i < NODES_EACH; i++) {
      for (RealCoordinator replica : replicas.all()) {
        work.add(() -> register(replica, next.getAndIncrement()));
      }
    }
    Set<String> keys = new HashSet<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      for (Future<NodeView> made : threads.invokeAll(work)) {
        keys.add(made.get().nodeKey());
      }
    }
    assertThat(keys).hasSize(3 * NODES_EACH);
    return keys;
  }

  private static NodeView register(RealCoordinator replica, int number) throws Exception {
    CreateNodeRequest request =
        new CreateNodeRequest(
            "mkey:%064x".formatted(number),
            "nodekey:%064x".formatted(number),
            "made-" + number,
            null,
            List.of("tag:made"),
            null);
    return replica.api().post("/api/v1alpha/nodes", request, NodeView.class);
  }

  private static void aKilledReplicaIsNotMissed(
      Replicas replicas, List<TailscaleClient> clients, Set<String> written) throws Exception {
    RealCoordinator victim = most(replicas.streams());
    List<RealCoordinator> left =
        replicas.all().stream().filter(replica -> replica != victim).toList();
    Flaps flaps = Flaps.watchedBy(clients);
    int nodes = clients.size();
    victim.kill();
    Promise back = Promise.within(BACK);
    back.kept(
        clients.getFirst(),
        "all nodes hold streams at the others",
        () -> {
          Map<RealCoordinator, Integer> streams = replicas.streams();
          return left.stream().mapToInt(replica -> streams.getOrDefault(replica, 0)).sum() == nodes;
        });
    // Beyond the time for which the word of a replica outlives it.
    flaps.look(Duration.ofSeconds(40));
    flaps.assertNone();
    seeEachOther(clients);
    for (RealCoordinator replica : left) {
      List<NodeView> known = replica.nodes();
      Set<String> addresses = new HashSet<>();
      Set<String> keys = new HashSet<>();
      for (NodeView node : known) {
        keys.add(node.nodeKey());
        for (String address : node.addresses()) {
          assertThat(addresses.add(address)).as("%s is given once", address).isTrue();
        }
      }
      assertThat(keys).containsAll(written);
    }
    // Whatever was said to be done at one is there at the other at once.
    left.getFirst().rename("anna", "anna-elsewhere");
    assertThat(left.getLast().find("anna-elsewhere")).isPresent();
    victim.start();
    assertThat(victim.find("anna-elsewhere")).isPresent();
  }

  private static RealCoordinator most(Map<RealCoordinator, Integer> streams) {
    return streams.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  private static int sum(Map<RealCoordinator, Integer> streams) {
    return streams.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static boolean online(TailscaleClient client) throws Exception {
    return client.status().path("Self").path("Online").asBoolean();
  }

  private static void seeEachOther(List<TailscaleClient> clients) {
    for (TailscaleClient viewer : clients) {
      for (TailscaleClient other : clients) {
        if (other != viewer) {
          viewer.waitUntil(
              "it sees " + other.name() + " online",
              Await.USUAL_LIMIT,
              () ->
                  viewer
                      .peer(other.name())
                      .filter(peer -> peer.path("Online").asBoolean())
                      .isPresent());
        }
      }
    }
  }

  /// Looks at whether any client is told that another one is offline.
  private static final class Flaps {
    private final List<TailscaleClient> clients;
    private final List<String> seen = new ArrayList<>();

    private Flaps(List<TailscaleClient> clients) {
      this.clients = clients;
    }

    static Flaps watchedBy(List<TailscaleClient> clients) {
      return new Flaps(clients);
    }

    void look(Duration time) throws Exception {
      long end = System.nanoTime() + time.toNanos();
      while (System.nanoTime() < end) {
        for (TailscaleClient viewer : clients) {
          for (JsonNode peer : viewer.status().path("Peer")) {
            String name = peer.path("HostName").asText();
            if (NAMES.contains(name) && !peer.path("Online").asBoolean()) {
              seen.add(viewer.name() + " is told that " + name + " is offline");
            }
          }
        }
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      }
    }

    void assertNone() {
      assertThat(seen).isEmpty();
    }
  }
}
