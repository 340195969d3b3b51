package dev.wayleave.coordinator.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.store.ChangeListener;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two writers on one database, beside the running application, which is a third.
@QuarkusTest
@RunningCoordinator
class TwoReplicasTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int WRITES = Breadth.of(200, 5_000);
  private static final int CUTS = Breadth.of(10, 100);
  private static final Seed SEED = Seed.printedFor("TwoReplicasTest");

  @Inject TailnetStore store;
  @Inject TailnetState third;

  private final String url = setting("jdbc.url");
  private final String user = setting("username");
  private final String password = setting("password");

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : open) {
      one.close();
    }
  }

  @Test
  void interleavedWritesEndInEqualImagesByNotification() throws Exception {
    // A poll this slow cannot be what made them equal.
    TailnetState one = replica(Duration.ofMinutes(5), true);
    TailnetState two = replica(Duration.ofMinutes(5), true);
    writeToBoth(one, two, SEED.part(10).generator());
    assertEqualAtTheEnd(one, two);
  }

  @Test
  void interleavedWritesEndInEqualImagesWithoutNotification() throws Exception {
    TailnetState one = replica(Duration.ofMillis(100), false);
    TailnetState two = replica(Duration.ofMillis(100), false);
    writeToBoth(one, two, SEED.part(11).generator());
    assertEqualAtTheEnd(one, two);
  }

  @Test
  void aReplicaThatWasAwayCatchesUpBeforeItDecides() throws Exception {
    TailnetState one = replica(Duration.ofMinutes(5), false);
    TailnetState two = replica(Duration.ofMinutes(5), false);
    Node first = done(one.submit(addNode(SEED.part(12).generator()), Actor.COORDINATOR));
    Node second = done(two.submit(addNode(SEED.part(13).generator()), Actor.COORDINATOR));
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(second.ipv4()).isNotEqualTo(first.ipv4());
    assertThat(two.image().node(first.id())).contains(first);
  }

  @Test
  void whoAsksForTheNewestImageSeesWhatAnotherReplicaHasJustCommitted() throws Exception {
    TailnetState one = replica(Duration.ofMinutes(5), false);
    TailnetState two = replica(Duration.ofMinutes(5), false);
    Newest newest = new Newest(two, () -> true);
    for (int i = 20; i < 40; i++) {
      Node added = done(one.submit(addNode(SEED.part(i).generator()), Actor.COORDINATOR));
      assertThat(newest.get().node(added.id())).contains(added);
    }
  }

  @Test
  void ofTwoWhoChangeTheSamePolicyAtTwoReplicasOneIsRefused() throws Exception {
    TailnetState one = replica(Duration.ofMinutes(5), false);
    TailnetState two = replica(Duration.ofMinutes(5), false);
    PolicyVersion base = done(one.submit(policy("{}", anything()), Actor.COORDINATOR));
    PolicyPrecondition same = new PolicyPrecondition.Version(base.id());
    PolicyVersion first = done(one.submit(policy("{ }", same), Actor.COORDINATOR));
    assertThat(two.submit(policy("{  }", same), Actor.COORDINATOR).get(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.refusal().reason()).isEqualTo(Refusal.Reason.STALE));
    assertThat(two.image().policyInUse()).contains(first);
    assertThat(first.previous()).isEqualTo(base.id());
  }

  private static PolicyPrecondition anything() {
    return new PolicyPrecondition.Whatever();
  }

  private static SetPolicy policy(String text, PolicyPrecondition condition) {
    return new SetPolicy(SetPolicy.Way.SET, text, "ann", null, condition);
  }

  @Test
  void aConnectionCutInTheMiddleLeavesNothingHalfDone() throws Exception {
    TailnetState one = replica(Duration.ofMillis(100), false);
    RandomGenerator random = SEED.part(14).generator();
    Set<String> acknowledged = new HashSet<>();
    int refused = 0;
    for (int round = 0; round < CUTS; round++) {
      List<CompletableFuture<Outcome<Node>>> sent = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        sent.add(one.submit(addNode(random), Actor.COORDINATOR));
        if (i == 5) {
          cutConnections();
        }
      }
      for (CompletableFuture<Outcome<Node>> reply : sent) {
        try {
          acknowledged.add(done(reply).nodeKey().hex());
        } catch (ExecutionException e) {
          assertThat(e).hasCauseInstanceOf(StateException.class);
          refused++;
        }
      }
    }
    Tailnet truth = store.load(TailnetStore.DEFAULT_TAILNET);
    for (String key : acknowledged) {
      assertThat(truth.nodes(NodeKey.ofHex(key)))
          .as("an acknowledged node, " + refused + " failed")
          .hasSize(1);
    }
    Await.until("equal", PATIENCE, () -> one.image().version() == truth.version());
    assertEqual(one.image(), truth);
  }

  @Test
  void aFullQueueTurnsAwayAtOnce() throws Exception {
    TailnetState small =
        new TailnetState(
            TailnetStore.DEFAULT_TAILNET,
            store,
            InstantSource.system(),
            SEED.generator(),
            new StateLimits(1, 1, Duration.ofMillis(100)));
    // Not started: nobody takes anything out of the queue.
    CompletableFuture<Outcome<Node>> first =
        small.submit(addNode(SEED.part(1).generator()), Actor.COORDINATOR);
    CompletableFuture<Outcome<Node>> second =
        small.submit(addNode(SEED.part(2).generator()), Actor.COORDINATOR);
    assertThat(first).isNotDone();
    assertThat(second).isCompletedExceptionally();
    assertThat(second.exceptionNow())
        .isInstanceOfSatisfying(
            StateException.class,
            e -> assertThat(e.kind()).isEqualTo(StateException.Kind.OVERLOADED));
  }

  private TailnetState replica(Duration poll, boolean listening) {
    TailnetState state =
        new TailnetState(
            TailnetStore.DEFAULT_TAILNET,
            store,
            InstantSource.system(),
            new SecureRandom(),
            new StateLimits(1_000, 50, poll));
    state.start();
    open.add(state);
    if (listening) {
      ChangeListener listener = new ChangeListener(url, user, password, _ -> state.look());
      listener.start();
      open.addFirst(listener);
    }
    return state;
  }

  private static void writeToBoth(TailnetState one, TailnetState two, RandomGenerator random)
      throws Exception {
    List<CompletableFuture<? extends Outcome<?>>> replies = new ArrayList<>();
    for (int i = 0; i < WRITES; i++) {
      TailnetState replica = random.nextBoolean() ? one : two;
      replies.add(replica.submit(anything(random, replica.image()), Actor.COORDINATOR));
      if (random.nextInt(10) == 0) {
        replies.getLast().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
    for (CompletableFuture<? extends Outcome<?>> reply : replies) {
      reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }
  }

  private static Command<?> anything(RandomGenerator random, Tailnet image) {
    List<Node> nodes = List.copyOf(image.nodes());
    if (nodes.isEmpty() || random.nextInt(3) > 0) {
      return addNode(random);
    }
    Node node = nodes.get(random.nextInt(nodes.size()));
    return switch (random.nextInt(4)) {
      case 0 -> new DeleteNode(node.id());
      case 1 -> new RenameNode(node.id(), "r" + random.nextInt(50));
      case 2 -> new CreateUser("u" + random.nextInt(100), "", "");
      default -> new SetTags(node.id(), Set.of(new TagName("tag:t" + random.nextInt(5))));
    };
  }

  private static AddNode addNode(RandomGenerator random) {
    byte[] machine = new byte[32];
    byte[] node = new byte[32];
    random.nextBytes(machine);
    random.nextBytes(node);
    return new AddNode(
        MachineKey.of(machine),
        NodeKey.of(node),
        "host" + random.nextInt(20),
        new Owner.OfTags(Set.of(new TagName("tag:t")), null),
        RegisterMethod.CLI,
        null,
        false,
        null);
  }

  private static <R> R done(CompletableFuture<Outcome<R>> reply) throws Exception {
    return switch (reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      case Outcome.Done<R> done -> done.reply();
      case Outcome.Refused<R> refused -> throw new AssertionError(refused.refusal().sentence());
    };
  }

  private void assertEqualAtTheEnd(TailnetState one, TailnetState two) {
    long version = store.version(TailnetStore.DEFAULT_TAILNET);
    Await.until(
        "all replicas are at version " + version,
        PATIENCE,
        () ->
            one.image().version() == version
                && two.image().version() == version
                && third.image().version() == version);
    Tailnet truth = store.load(TailnetStore.DEFAULT_TAILNET);
    assertEqual(one.image(), truth);
    assertEqual(two.image(), truth);
    assertEqual(third.image(), truth);
    Set<Object> addresses = new HashSet<>();
    for (Node node : truth.nodes()) {
      assertThat(addresses.add(String.valueOf(node.ipv4()))).as("%s once", node.ipv4()).isTrue();
      assertThat(addresses.add(String.valueOf(node.ipv6()))).as("%s once", node.ipv6()).isTrue();
    }
  }

  private static void assertEqual(Tailnet image, Tailnet truth) {
    assertThat(image.version()).isEqualTo(truth.version());
    assertThat(image.lastIds()).isEqualTo(truth.lastIds());
    List<TailnetEntity> held = image.entities().toList();
    assertThat(held).isEqualTo(truth.entities().toList());
  }

  private static String setting(String name) {
    return ConfigProvider.getConfig().getValue("quarkus.datasource." + name, String.class);
  }

  private void cutConnections() throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity"
              + " where datname = current_database() and pid <> pg_backend_pid()");
    }
  }
}
