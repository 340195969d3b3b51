package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.coordinator.presence.Seen;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.tailnet.model.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who counts as online, and from when to when.
class LivePresenceTest {
  private static final Instant EARLIER = LiveTailnet.START.minusSeconds(600);

  private static SmallTailnet two() {
    return new SmallTailnet().put(node(1, "one", ownedBy(1))).put(node(2, "two", ownedBy(1)));
  }

  private final LiveTailnet tailnet = new LiveTailnet(two());

  @Test
  void aNodeComesOnlineWithItsStreamAndGoesSomeTimeAfterIt() {
    RecordingStream one = tailnet.open(1).stream();
    one.messages();
    RecordingExchange two = tailnet.open(2);
    assertThat(one.online()).containsExactly(true);
    two.leave();
    tailnet.pass(Duration.ofSeconds(9));
    assertThat(one.online()).isEmpty();
    tailnet.pass(Duration.ofSeconds(1));
    JsonNode last = one.message().path("PeersChangedPatch").path(0);
    assertThat(last.path("Online").asBoolean(true)).isFalse();
    assertThat(Instant.parse(last.path("LastSeen").asText())).isEqualTo(LiveTailnet.START);
  }

  @Test
  void aNodeThatComesBackInTimeWasNeverAway() {
    RecordingStream one = tailnet.open(1).stream();
    RecordingExchange two = tailnet.open(2);
    one.messages();
    two.leave();
    tailnet.pass(Duration.ofSeconds(9));
    tailnet.open(2);
    tailnet.pass(Duration.ofSeconds(40));
    assertThat(one.online()).isEmpty();
  }

  @Test
  void afterARestartNodesStayOnlineForAWhile() {
    Seen before = new Seen(new Sighting(new NodeId(2), true, EARLIER), Seen.Writer.SELF);
    LiveTailnet restarted = new LiveTailnet(two(), MapLimits.DEFAULT, List.of(before));
    RecordingStream one = restarted.open(1).stream();
    assertThat(one.message().path("Peers").path(0).path("Online").asBoolean()).isTrue();
    restarted.pass(Duration.ofSeconds(59));
    assertThat(one.online()).isEmpty();
    restarted.pass(Duration.ofSeconds(1));
    assertThat(one.online()).containsExactly(false);
    assertThat(restarted.written()).contains(new Sighting(new NodeId(2), false, EARLIER));
  }

  @Test
  void aNodeThatComesBackAfterARestartTellsNobody() {
    Seen before = new Seen(new Sighting(new NodeId(2), true, EARLIER), Seen.Writer.GONE);
    LiveTailnet restarted = new LiveTailnet(two(), MapLimits.DEFAULT, List.of(before));
    RecordingStream one = restarted.open(1).stream();
    one.messages();
    restarted.pass(Duration.ofSeconds(30));
    restarted.open(2);
    restarted.pass(Duration.ofSeconds(90));
    assertThat(one.online()).isEmpty();
  }

  @Test
  void whoIsAtAnotherReplicaIsOnlineHere() {
    RecordingStream one = tailnet.open(1).stream();
    one.messages();
    tailnet.images().elsewhere(new Written(List.of(seen(true, Seen.Writer.OTHER)), List.of()));
    tailnet.step();
    assertThat(one.online()).containsExactly(true);
    tailnet.images().elsewhere(new Written(List.of(seen(false, Seen.Writer.OTHER)), List.of()));
    tailnet.step();
    assertThat(one.online()).containsExactly(false);
  }

  @Test
  void whoseReplicaDiesIsGivenTimeToComeHere() {
    RecordingStream one = tailnet.open(1).stream();
    tailnet.images().elsewhere(new Written(List.of(seen(true, Seen.Writer.OTHER)), List.of()));
    tailnet.step();
    one.messages();
    tailnet.images().elsewhere(new Written(List.of(seen(true, Seen.Writer.GONE)), List.of()));
    tailnet.pass(Duration.ofSeconds(59));
    assertThat(one.online()).isEmpty();
    tailnet.pass(Duration.ofSeconds(2));
    assertThat(one.online()).containsExactly(false);
  }

  @Test
  void whatIsWrittenDownSaysWhoCameAndWent() {
    RecordingExchange one = tailnet.open(1);
    assertThat(tailnet.written())
        .containsExactly(
            new Sighting(new NodeId(1), true, LiveTailnet.START, false, LiveTailnet.START));
    one.leave();
    tailnet.pass(Duration.ofSeconds(20));
    assertThat(tailnet.written().getLast())
        .isEqualTo(new Sighting(new NodeId(1), false, LiveTailnet.START));
  }

  @Test
  void anImportedLastSeenStandsUntilTheNodeComes() {
    JsonNode two = tailnet.open(1).stream().message().path("Peers").path(0);
    assertThat(two.path("Online").asBoolean(true)).isFalse();
    assertThat(Instant.parse(two.path("LastSeen").asText())).isEqualTo(tailnet.node(2).lastSeen());
  }

  private static Seen seen(boolean online, Seen.Writer writer) {
    return new Seen(new Sighting(new NodeId(2), online, LiveTailnet.START), writer);
  }
}
