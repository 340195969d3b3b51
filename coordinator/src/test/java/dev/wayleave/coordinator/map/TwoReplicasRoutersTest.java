package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.coordinator.presence.Seen;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two routers of one subnet, each at a replica of its own: both replicas must name the same one.
class TwoReplicasRoutersTest {
  private static final NodeId TWO = new NodeId(2);
  private static final NodeId THREE = new NodeId(3);

  /// One replica, and how much of what it said and of what was said it has passed on and read.
  private static final class Replica {
    private final LiveTailnet tailnet;
    private int sightingsWritten;
    private int carriersWritten;
    private int carriersRead;

    private Replica(LiveTailnet tailnet) {
      this.tailnet = tailnet;
    }

    NodeId carrier() {
      return tailnet.carrier(LiveRoutersTest.SUBNET);
    }

    private List<Seen> write(List<Carrier> words) {
      List<Seen> seen =
          tailnet.written().subList(sightingsWritten, tailnet.written().size()).stream()
              .map(sighting -> new Seen(sighting, Seen.Writer.OTHER))
              .toList();
      words.addAll(tailnet.carried().subList(carriersWritten, tailnet.carried().size()));
      sightingsWritten = tailnet.written().size();
      carriersWritten = tailnet.carried().size();
      return seen;
    }

    /// There is one row for the subnet, so that of several words the last is read, whoever wrote
    /// it.
    private void read(List<Seen> seen, List<Carrier> words) {
      List<Carrier> unread = words.subList(carriersRead, words.size());
      carriersRead = words.size();
      tailnet
          .images()
          .elsewhere(new Written(seen, unread.isEmpty() ? List.of() : List.of(unread.getLast())));
      tailnet.step();
    }
  }

  private final Replica one = new Replica(new LiveTailnet(small()));
  private final Replica other = new Replica(new LiveTailnet(small()));
  private final List<Carrier> words = new ArrayList<>();
  private final Map<NodeId, RecordingExchange> streams = new HashMap<>();
  private final Map<NodeId, Boolean> answers = new HashMap<>(Map.of(TWO, true, THREE, true));

  private static SmallTailnet small() {
    return new SmallTailnet()
        .put(node(1, "viewer", ownedBy(1)))
        .put(LiveRoutersTest.router(2))
        .put(LiveRoutersTest.router(3));
  }

  @BeforeEach
  void connect() {
    streams.put(TWO, one.tailnet.open(2));
    tellEachOther();
    streams.put(THREE, other.tailnet.open(3));
    tellEachOther();
    assertThat(carriers()).containsExactly(TWO, TWO);
  }

  @Test
  void aRouterThatIsSilentAtOneReplicaIsReplacedAtBoth() {
    answers.put(TWO, false);
    pass(14);
    assertThat(carriers()).containsExactly(THREE, THREE);
  }

  @Test
  void whoAnswersAgainTakesTheTrafficBackAtNeither() {
    answers.put(TWO, false);
    pass(14);
    answers.put(TWO, true);
    pass(60);
    assertThat(carriers()).containsExactly(THREE, THREE);
    answers.put(THREE, false);
    pass(14);
    assertThat(carriers()).containsExactly(TWO, TWO);
  }

  @Test
  void aRouterThatMovesToTheOtherReplicaBeforeThatHeardOfItsAbsenceIsReplacedAtBoth() {
    Objects.requireNonNull(streams.get(TWO)).leave();
    one.tailnet.pass(Duration.ofSeconds(11));
    assertThat(carriers()).containsExactly(THREE, TWO);
    streams.put(TWO, other.tailnet.open(2));
    tellEachOther();
    pass(5);
    assertThat(carriers()).containsExactly(THREE, THREE);
  }

  @Test
  void replicasThatChooseAtTheSameTimeEndWithTheSame() {
    Replica first = new Replica(new LiveTailnet(small()));
    Replica second = new Replica(new LiveTailnet(small()));
    first.tailnet.open(2);
    second.tailnet.open(3);
    assertThat(List.of(first.carrier(), second.carrier())).containsExactly(TWO, THREE);
    List<Carrier> said = new ArrayList<>();
    List<Seen> ofFirst = first.write(said);
    List<Seen> ofSecond = second.write(said);
    first.read(ofSecond, said);
    second.read(ofFirst, said);
    assertThat(first.carrier()).isEqualTo(second.carrier()).isEqualTo(THREE);
  }

  @Test
  void afterARestartTheLastCarrierGoesOnAlthoughAnotherOneIsOlder() {
    answers.put(TWO, false);
    pass(14);
    answers.put(TWO, true);
    pass(5);
    List<Seen> seen = new ArrayList<>();
    for (NodeId router : List.of(TWO, THREE)) {
      seen.add(new Seen(new Sighting(router, true, LiveTailnet.START), Seen.Writer.SELF));
    }
    assertThat(words.getLast())
        .isEqualTo(new Carrier(IpPrefix.parse(LiveRoutersTest.SUBNET), THREE));
    Written written = new Written(seen, List.of(words.getLast()));
    LiveTailnet restarted = new LiveTailnet(small(), MapLimits.DEFAULT, written);
    assertThat(restarted.carrier(LiveRoutersTest.SUBNET)).isEqualTo(THREE);
    restarted.open(2);
    restarted.open(3);
    restarted.pass(Duration.ofSeconds(3));
    assertThat(restarted.carrier(LiveRoutersTest.SUBNET)).isEqualTo(THREE);
  }

  private List<NodeId> carriers() {
    return List.of(one.carrier(), other.carrier());
  }

  /// Lets seconds pass while clients answer what they are asked and replicas read each other.
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      for (Replica replica : List.of(one, other)) {
        replica.tailnet.pass(Duration.ofSeconds(1));
      }
      answer(one, TWO);
      answer(other, TWO);
      answer(one, THREE);
      answer(other, THREE);
      tellEachOther();
    }
  }

  private void answer(Replica replica, NodeId router) {
    RecordingExchange stream = streams.get(router);
    if (stream != null && Boolean.TRUE.equals(answers.get(router)) && isAt(replica, router)) {
      LiveRoutersTest.lastProbe(stream)
          .ifPresent(path ->
              replica.tailnet.answer(
                  replica.tailnet.node(router.value()).machineKey(), "HEAD", path, ""));
    }
  }

  /// The second router stays where it is; the first may move.
  private boolean isAt(Replica replica, NodeId router) {
    return replica.tailnet.written().reversed().stream()
        .filter(sighting -> sighting.node().equals(router))
        .findFirst()
        .filter(Sighting::online)
        .isPresent();
  }

  private void tellEachOther() {
    List<Seen> ofOne = one.write(words);
    List<Seen> ofOther = other.write(words);
    other.read(ofOne, words);
    one.read(ofOther, words);
  }
}
