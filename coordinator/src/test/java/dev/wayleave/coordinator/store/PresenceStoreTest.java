package dev.wayleave.coordinator.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.coordinator.presence.Seen;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.AddNode;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.testkit.seed.Seed;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.data.TemporalUnitOffset;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Presence in the database, as two replicas see it.
@QuarkusTest
@RunningCoordinator
class PresenceStoreTest {
  private static final Seed SEED = Seed.printedFor("PresenceStoreTest");
  private static final Duration LIVES = Duration.ofMinutes(5);
  private static final Instant EARLY = Instant.parse("2026-05-01T12:00:00Z");
  private static final TemporalUnitOffset A_MOMENT = within(500, ChronoUnit.MILLIS);
  private static final Instant LATE = Instant.parse("2026-05-01T13:00:00Z");

  @Inject StatelessSession session;
  @Inject TailnetState state;

  private PresenceStore one;
  private PresenceStore two;
  private NodeId node;

  /// The running application shall not go on believing that it is not alone.
  @AfterEach
  void die() {
    one.write(List.of(), List.of(), Duration.ZERO);
    two.write(List.of(), List.of(), Duration.ZERO);
  }

  @BeforeEach
  void makeNode() throws Exception {
    one = replica();
    two = replica();
    RandomGenerator random = SEED.generator();
    byte[] machine = new byte[32];
    byte[] key = new byte[32];
    random.nextBytes(machine);
    random.nextBytes(key);
    // Each test has a node of its own.
    machine[0] = (byte) state.image().nodes().size();
    key[0] = machine[0];
    AddNode add =
        new AddNode(
            MachineKey.of(machine),
            NodeKey.of(key),
            "presence",
            new Owner.OfTags(Set.of(new TagName("tag:t")), null),
            RegisterMethod.CLI,
            null,
            false,
            null);
    node =
        switch (state.submit(add, Actor.COORDINATOR).get(20, TimeUnit.SECONDS)) {
          case Outcome.Done<dev.wayleave.tailnet.model.Node> done -> done.reply().id();
          case Outcome.Refused<dev.wayleave.tailnet.model.Node> refused ->
              throw new AssertionError(refused.refusal().sentence());
        };
  }

  @Test
  void oneReplicaReadsWhatAnotherWrote() {
    assertThat(of(two.news())).isEmpty();
    one.write(List.of(new Sighting(node, true, EARLY)), List.of(), LIVES);
    assertThat(of(two.news())).contains(seen(true, EARLY, Seen.Writer.OTHER));
    assertThat(of(one.news())).as("its own words are no news").isEmpty();
    assertThat(of(one.everything())).contains(seen(true, EARLY, Seen.Writer.SELF));
  }

  @Test
  void whoSawANodeLastIsRight() {
    one.write(List.of(new Sighting(node, true, EARLY)), List.of(), LIVES);
    two.write(List.of(new Sighting(node, true, LATE)), List.of(), LIVES);
    one.write(List.of(new Sighting(node, false, EARLY)), List.of(), LIVES);
    assertThat(of(one.everything())).contains(seen(true, LATE, Seen.Writer.OTHER));
    two.write(List.of(new Sighting(node, false, LATE)), List.of(), LIVES);
    assertThat(of(one.everything())).contains(seen(false, LATE, Seen.Writer.OTHER));
  }

  @Test
  void ofTwoStreamsTheOneThatWasOpenedLaterCountsWhoeverWritesFirst() {
    Instant now = Instant.now();
    two.write(List.of(opened(now.minusSeconds(1))), List.of(), LIVES);
    one.write(List.of(opened(now.minusSeconds(5))), List.of(), LIVES);
    assertThat(openedAt(two.everything())).isCloseTo(now.minusSeconds(1), A_MOMENT);
    assertThat(of(two.everything()).orElseThrow().writer()).isEqualTo(Seen.Writer.SELF);
    one.write(List.of(opened(now)), List.of(), LIVES);
    assertThat(openedAt(two.everything())).isCloseTo(now, A_MOMENT);
    assertThat(of(two.everything()).orElseThrow().writer()).isEqualTo(Seen.Writer.OTHER);
  }

  @Test
  void whatWasReadIsNotReadAgain() {
    one.write(List.of(new Sighting(node, true, EARLY)), List.of(), LIVES);
    two.news();
    one.write(List.of(), List.of(), LIVES);
    assertThat(of(two.news())).isEmpty();
    one.write(List.of(new Sighting(node, true, LATE)), List.of(), LIVES);
    assertThat(of(two.news())).contains(seen(true, LATE, Seen.Writer.OTHER));
  }

  @Test
  void aReplicaKnowsThatAnotherOneLives() {
    assertThat(two.isShared()).isFalse();
    one.write(List.of(), List.of(), LIVES);
    two.news();
    assertThat(two.isShared()).as("the other one lives").isTrue();
  }

  private Sighting opened(Instant at) {
    return new Sighting(node, true, at, false, at);
  }

  private Instant openedAt(Written all) {
    return Objects.requireNonNull(sightings(all).findFirst().orElseThrow().sighting().opened());
  }

  @Test
  void theWordOfAReplicaThatIsGoneMayBeCorrected() {
    one.write(List.of(new Sighting(node, true, EARLY)), List.of(), Duration.ZERO);
    assertThat(of(two.everything())).contains(seen(true, EARLY, Seen.Writer.GONE));
    two.write(List.of(new Sighting(node, false, null)), List.of(), LIVES);
    assertThat(of(two.everything())).contains(seen(false, EARLY, Seen.Writer.SELF));
  }

  @Test
  void aReplicaThatDiesIsNewsOfAllItsNodes() {
    one.write(List.of(new Sighting(node, true, EARLY)), List.of(), LIVES);
    two.news();
    one.write(List.of(), List.of(), Duration.ZERO);
    assertThat(of(two.news())).contains(seen(true, EARLY, Seen.Writer.GONE));
  }

  @Test
  void thatARouterIsSilentIsWrittenDownUntilItAnswersOrGoes() {
    one.write(List.of(new Sighting(node, true, EARLY, true, null)), List.of(), LIVES);
    assertThat(of(two.news()).orElseThrow().sighting().silent()).isTrue();
    one.write(List.of(new Sighting(node, true, LATE)), List.of(), LIVES);
    assertThat(of(two.news()).orElseThrow().sighting().silent()).isFalse();
    one.write(List.of(new Sighting(node, true, LATE, true, null)), List.of(), LIVES);
    one.write(List.of(new Sighting(node, false, LATE)), List.of(), LIVES);
    assertThat(of(two.news()).orElseThrow().sighting().silent()).isFalse();
  }

  @Test
  void whoCarriesASubnetIsNewsOnceAndStandsAfterARestart() {
    IpPrefix subnet = new IpPrefix(new IpAddress.V4((int) node.value() << 8), 24);
    Carrier carrier = new Carrier(subnet, node);
    one.write(List.of(), List.of(carrier), LIVES);
    for (PresenceStore each : List.of(one, two)) {
      assertThat(each.news().carriers()).contains(carrier);
      assertThat(each.news().carriers()).as("read before").doesNotContain(carrier);
    }
    assertThat(replica().everything().carriers()).contains(carrier);
    two.write(List.of(), List.of(new Carrier(subnet, null)), LIVES);
    assertThat(replica().everything().carriers()).doesNotContain(carrier);
  }

  @Test
  void whoIsGoneCarriesNothingAfterARestart() {
    Carrier gone = new Carrier(IpPrefix.parse("10.254.254.0/24"), new NodeId(999_999_999));
    one.write(List.of(), List.of(gone), LIVES);
    assertThat(replica().everything().carriers()).doesNotContain(gone);
  }

  @Test
  void aNodeThatIsGoneIsNotWrittenDown() {
    NodeId gone = new NodeId(999_999_999);
    one.write(List.of(new Sighting(gone, true, EARLY)), List.of(), LIVES);
    assertThat(one.everything().nodes()).noneMatch(seen -> seen.sighting().node().equals(gone));
  }

  private PresenceStore replica() {
    return new PresenceStore(
        session, TailnetStore.DEFAULT_TAILNET, UUID.randomUUID(), InstantSource.system(), false);
  }

  private Seen seen(boolean online, Instant at, Seen.Writer writer) {
    return new Seen(new Sighting(node, online, at), writer);
  }

  /// What is said of the node, but of when its stream was opened.
  private Optional<Seen> of(Written all) {
    return sightings(all)
        .map(seen -> {
          Sighting read = seen.sighting();
          return new Seen(
              new Sighting(read.node(), read.online(), read.lastSeen(), read.silent(), null),
              seen.writer());
        })
        .findFirst();
  }

  private Stream<Seen> sightings(Written all) {
    return all.nodes().stream().filter(seen -> seen.sighting().node().equals(node));
  }
}
