package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Many streams that are opened at once.
class LiveArrivalsTest {
  private static final int MANY = 100;

  private final LiveTailnet tailnet = new LiveTailnet(large());
  private final List<RecordingStream> streams = new ArrayList<>();

  private static SmallTailnet large() {
    SmallTailnet small = new SmallTailnet();
    for (int id = 1; id <= MANY; id++) {
      small.put(node(id, "node-" + id, ownedBy(1)));
    }
    return small;
  }

  private void open(int from, int to) {
    for (int id = from; id <= to; id++) {
      streams.add(tailnet.openQuietly(id).stream());
    }
    tailnet.step();
  }

  private long served() {
    return streams.stream().filter(stream -> stream.writes() > 0).count();
  }

  @Test
  void whoComesAmongFewIsServedAtOnce() {
    open(1, 50);
    assertThat(served()).isEqualTo(50);
  }

  @Test
  void whoComesAmongManyIsToldOnceOfAllThatCame() {
    open(1, MANY);
    assertThat(served()).as("the first ones, before they were many").isLessThan(64);
    tailnet.pass(Duration.ofMillis(150));
    assertThat(served()).isEqualTo(MANY);
    List<JsonNode> messages = streams.getLast().messages();
    assertThat(messages).hasSize(1);
    assertThat(messages.getFirst().path("Peers").findValuesAsText("Online"))
        .hasSize(MANY - 1)
        .containsOnly("true");
  }

  @Test
  void nobodyWaitsForeverHoweverManyCome() {
    open(1, 80);
    RecordingStream early = streams.get(70);
    for (int round = 0; round < 520; round++) {
      for (int again = 1; again <= 16; again++) {
        var _ = tailnet.openQuietly(again);
      }
      tailnet.pass(Duration.ofMillis(60));
      if (round == 400) {
        assertThat(early.writes()).as("while they come, for 24 s by now").isZero();
      }
    }
    assertThat(early.writes()).isPositive();
  }

  @Test
  void whoHasAMapIsToldOfChangesWhileOthersWait() {
    open(1, 1);
    RecordingStream first = streams.getFirst();
    first.messages();
    open(2, MANY);
    assertThat(first.messages()).isNotEmpty();
  }
}
