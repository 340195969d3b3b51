package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasItem;

import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.oidc.BrowserCookie;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Behind a balancer without memory each request reaches another replica: two that are made here,
/// and the running application as the third.
@QuarkusTest
@RunningCoordinator
class ReplicasTest extends Browsing {
  private static final Instant FOR_EVER = Instant.parse("2099-01-01T00:00:00Z");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject Replica.Maker maker;
  @Inject KeptRows rows;

  private final List<Replica> open = new ArrayList<>();

  @BeforeEach
  void forget() {
    rows.sweep(FOR_EVER);
  }

  private Replica replica() {
    Replica replica = maker.make();
    open.add(replica);
    return replica;
  }

  @AfterEach
  void close() {
    open.forEach(Replica::close);
  }

  @Test
  void aLoginOfOneReplicaIsListedAndApprovedAtAnotherAndAnsweredWhereItIsHeld() throws Exception {
    Replica one = replica();
    Replica three = replica();
    Device device = new Device("laptop");
    String id = one.begin(device);
    FakeExchange held = three.follow(device, id);
    assertThat(held.isAnswered()).isFalse();
    Client.owner()
        .get("/api/v1alpha/auth/pending")
        .then()
        .statusCode(200)
        .body("items.id", hasItem(id));
    admit(id, ann).statusCode(200);
    assertThat(held.response().login().loginName()).isEqualTo("ann@example.com");
    assertThat(one.logins.waiting(id)).as("it is spent everywhere").isEmpty();
    assertThat(three.logins.waiting(id)).isEmpty();
  }

  @Test
  void aRejectionAtOneReplicaReachesTheQuestionAtAnother() throws Exception {
    Replica one = replica();
    Replica three = replica();
    Device device = new Device("laptop");
    String id = one.begin(device);
    FakeExchange held = three.follow(device, id);
    decide(id, "reject").statusCode(200);
    assertThat(held.response().error()).isEqualTo("login was rejected by an administrator");
    assertThat(one.follow(device, id).response().error())
        .as("asked again elsewhere")
        .isEqualTo("login was rejected by an administrator");
  }

  @Test
  void aReplicaThatDiesTakesNoWaitingDeviceAlong() throws Exception {
    Replica doomed = maker.make();
    Device device = new Device("laptop");
    String id;
    FakeExchange lost;
    try (doomed) {
      id = doomed.begin(device);
      lost = doomed.follow(device, id);
    }
    FakeExchange held = replica().follow(device, id);
    admit(id, ann).statusCode(200);
    assertThat(held.response().login().loginName()).isEqualTo("ann@example.com");
    assertThat(lost.isAnswered()).as("its connection went with it").isFalse();
  }

  @Test
  void aLoginThatGivesWayAtAnotherReplicaIsAnsweredWithAnAddressThatWaits() throws Exception {
    Replica one = replica();
    Replica three = replica();
    Device device = new Device("laptop");
    String first = one.begin(device);
    FakeExchange held = three.follow(device, first);
    List<String> later = new ArrayList<>();
    for (int i = 0; i < LoginLimits.DEFAULT.perMachine(); i++) {
      later.add((i % 2 == 0 ? one : three).begin(device.sameMachine()));
    }
    assertThat(one.logins.waiting(first)).isEmpty();
    assertThat(one.logins.waiting()).extracting(Waiting::id).containsAll(later);
    if (!held.isAnswered()) {
      Await.until(
          "the question lapses",
          PATIENCE,
          () -> {
            three.pass(Duration.ofSeconds(2));
            three.look();
            return held.isAnswered();
          });
    }
    assertThat(LoginAddress.id(held.response().authUrl())).get().isNotEqualTo(first);
  }

  @Test
  void twoReplicasDecideOnALoginOnce() throws Exception {
    Replica one = replica();
    Replica three = replica();
    Device device = new Device("laptop");
    String id = one.begin(device);
    List<Callable<Boolean>> decisions =
        List.of(
            () ->
                isDone(one.logins.register(id, "ann", Actor.COORDINATOR).get(20, TimeUnit.SECONDS)),
            () -> isDone(three.logins.reject(id, Actor.COORDINATOR).get(20, TimeUnit.SECONDS)),
            () ->
                isDone(
                    three.logins.register(id, "bob", Actor.COORDINATOR).get(20, TimeUnit.SECONDS)),
            () -> isDone(one.logins.reject(id, Actor.COORDINATOR).get(20, TimeUnit.SECONDS)));
    assertThat(atOnce(decisions)).containsOnlyOnce(true);
  }

  private static boolean isDone(Outcome<?> outcome) {
    return outcome instanceof Outcome.Done<?>;
  }

  @Test
  void aReplicaThatDiesWhileItDecidesGivesTheDecisionBackAfterAMinute() throws Exception {
    Replica one = replica();
    Replica three = replica();
    String id = one.begin(new Device("laptop"));
    assertThat(one.pending.claim(id)).isPresent();
    assertThat(isDone(three.logins.reject(id, Actor.COORDINATOR).get(20, TimeUnit.SECONDS)))
        .isFalse();
    three.pass(Duration.ofMinutes(1));
    assertThat(isDone(three.logins.reject(id, Actor.COORDINATOR).get(20, TimeUnit.SECONDS)))
        .isTrue();
  }

  @Test
  void anSshSessionHeldAtOneReplicaBeginsWhenItIsApprovedAtAnother() throws Exception {
    Replica one = replica();
    Replica three = replica();
    Passage passage = Passage.of(node(member("laptop", ann)), node(member("server", bob)), "root");
    Duration hour = Duration.ofHours(1);
    String id = session(one.checks.open(passage, "laptop", "server", hour, "192.0.2.1"));
    String alike = session(three.checks.open(passage, "laptop", "server", hour, "192.0.2.1"));
    AtomicReference<SessionChecks.Verdict> verdict = new AtomicReference<>();
    AtomicReference<SessionChecks.Verdict> other = new AtomicReference<>();
    assertThat(three.checks.listen(id, passage, verdict::set)).isTrue();
    assertThat(one.checks.listen(alike, passage, other::set)).isTrue();
    decide(id, "approve").statusCode(200);
    Await.until("both begin", PATIENCE, () -> verdict.get() != null && other.get() != null);
    assertThat(verdict).hasValue(SessionChecks.Verdict.APPROVED);
    assertThat(other).hasValue(SessionChecks.Verdict.APPROVED);
    assertThat(one.checks.isApproved(passage, hour)).isTrue();
    assertThat(three.checks.isApproved(passage, hour)).as("it is remembered by all").isTrue();
    assertThat(replica().checks.isApproved(passage, hour)).as("and by who comes later").isTrue();
  }

  private static String session(SessionChecks.Opened opened) {
    return ((SessionChecks.Opened.AsSession) opened).session().id();
  }

  @Test
  void questionsAreAnsweredAlsoWhereNoHintIsHeard() throws Exception {
    Replica deaf = maker.make();
    try (deaf) {
      deaf.deafen();
      Device device = new Device("laptop");
      String id = deaf.begin(device);
      FakeExchange held = deaf.follow(device, id);
      decide(id, "reject").statusCode(200);
      assertThat(held.isAnswered()).isFalse();
      deaf.look();
      assertThat(held.response().error()).contains("rejected");
    }
  }

  @Test
  void wrongCodesAreCountedOverAllReplicas() throws Exception {
    Replica one = replica();
    Replica three = replica();
    ProvedLogin login = now(CLOAK, "s1", "ann");
    AdminLogins.Begun begun = one.commands.begin("laptop", "192.0.2.1").orElseThrow();
    String id = begun.command().id();
    assertThat(three.commands.waiting(id)).contains(begun.command());
    List<Callable<Boolean>> guesses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      AdminLogins at = i % 2 == 0 ? one.commands : three.commands;
      guesses.add(() -> at.confirm(id, "WRONG-CODE", login));
    }
    assertThat(atOnce(guesses)).containsOnly(false);
    assertThat(one.commands.waiting(id)).isEmpty();
    assertThat(three.commands.confirm(id, begun.code(), login)).isFalse();
    assertThat(one.commands.fate(id, begun.secret())).isEqualTo(new AdminLogins.Fate.Gone());
  }

  @Test
  void aCommandIsConfirmedAtOneReplicaAndGetsItsKeyAtAnotherOnce() throws Exception {
    Replica one = replica();
    Replica three = replica();
    ProvedLogin login = now(CLOAK, "s1", "ann");
    AdminLogins.Begun begun = one.commands.begin("laptop", "192.0.2.1").orElseThrow();
    String id = begun.command().id();
    assertThat(three.commands.fate(id, begun.secret())).isEqualTo(new AdminLogins.Fate.Waiting());
    assertThat(three.commands.confirm(id, begun.code(), login)).isTrue();
    assertThat(three.commands.fate(id, "0".repeat(64))).isEqualTo(new AdminLogins.Fate.Gone());
    List<Callable<Boolean>> asks = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      AdminLogins at = i % 2 == 0 ? one.commands : three.commands;
      asks.add(() -> at.fate(id, begun.secret()).equals(new AdminLogins.Fate.Confirmed(login)));
    }
    assertThat(atOnce(asks)).containsOnlyOnce(true);
  }

  @Test
  void aSecondLoginThatSetOutAtOneReplicaIsLinkedAtAnotherOnce() throws Exception {
    Replica one = replica();
    Replica three = replica();
    String browser = BrowserCookie.hash("a cookie");
    PendingLinks.Link link = one.links.begin(new UserId(ann), now(CLOAK, "s1", "ann"), browser);
    assertThat(three.links.of(link.id(), BrowserCookie.hash("another cookie"))).isEmpty();
    PendingLinks.Link there = three.links.of(link.id(), browser).orElseThrow();
    assertThat(there).isEqualTo(link);
    assertThat(three.links.take(there)).isTrue();
    assertThat(one.links.of(link.id(), browser)).isEmpty();
    assertThat(one.links.take(link)).isFalse();
  }

  private static List<Boolean> atOnce(List<Callable<Boolean>> calls) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Boolean> answers = new ArrayList<>();
      for (Future<Boolean> answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }
}
