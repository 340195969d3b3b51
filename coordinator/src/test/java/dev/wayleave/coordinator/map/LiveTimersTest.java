package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.ServerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What time alone brings about.
class LiveTimersTest {
  private static final Instant SOON = LiveTailnet.START.plusSeconds(100);

  private static Node ephemeral(long id) {
    return node(id, "job", ownedBy(1)).change().ephemeral(true).build();
  }

  @Test
  void theEndOfALoginReachesSelfAndPeersAtThatMoment() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(node(1, "one", ownedBy(1)))
                .put(node(2, "two", ownedBy(1)).change().expiry(SOON).build()));
    RecordingStream one = tailnet.open(1).stream();
    RecordingExchange two = tailnet.open(2);
    one.messages();
    two.stream().messages();
    tailnet.pass(Duration.ofSeconds(99));
    assertThat(news(one)).isZero();
    tailnet.pass(Duration.ofSeconds(1));
    assertThat(one.messages().toString()).contains("Expired");
    assertThat(two.stream().messages().getLast().path("Node").path("KeyExpiry").asText())
        .startsWith("2026-05-01T12:01:40");
    assertThat(two.stream().isEnded()).as("an expired node keeps its stream").isFalse();
  }

  @Test
  void anExpiredNodeStillGetsAMapOfItself() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(
                    node(1, "one", ownedBy(1))
                        .change()
                        .expiry(LiveTailnet.START.minusSeconds(1))
                        .build()));
    JsonNode map = tailnet.open(1).stream().message();
    assertThat(map.path("Node").path("KeyExpiry").asText()).startsWith("2026-05-01T11:59:59");
  }

  @Test
  void anExpiryThatIsMovedCountsFromThen() {
    LiveTailnet tailnet =
        new LiveTailnet(
            new SmallTailnet()
                .put(node(1, "one", ownedBy(1)))
                .put(node(2, "two", ownedBy(1)).change().expiry(SOON).build()));
    RecordingStream one = tailnet.open(1).stream();
    tailnet.change(2, draft -> draft.expiry(SOON.plusSeconds(1_000)));
    one.messages();
    tailnet.pass(Duration.ofSeconds(200));
    assertThat(news(one)).isZero();
  }

  @Test
  void anEphemeralNodeIsDeletedWhenItStaysAway() {
    LiveTailnet tailnet =
        new LiveTailnet(new SmallTailnet().put(ephemeral(1)).put(node(2, "b", ownedBy(1))));
    RecordingExchange job = tailnet.open(1);
    tailnet.pass(Duration.ofHours(2));
    assertThat(tailnet.deleted()).as("it is there").isEmpty();
    job.leave();
    tailnet.pass(Duration.ofMinutes(30));
    assertThat(tailnet.deleted()).as("offline only after some seconds").isEmpty();
    tailnet.pass(Duration.ofSeconds(10));
    assertThat(tailnet.deleted()).containsExactly(new NodeId(1));
  }

  @Test
  void anEphemeralNodeThatComesBackStays() {
    LiveTailnet tailnet = new LiveTailnet(new SmallTailnet().put(ephemeral(1)));
    RecordingExchange job = tailnet.open(1);
    job.leave();
    tailnet.pass(Duration.ofMinutes(29));
    tailnet.open(1);
    tailnet.pass(Duration.ofHours(2));
    assertThat(tailnet.deleted()).isEmpty();
  }

  @Test
  void ephemeralTimesBeginAnewAtTheStartAndAfterAnImport() {
    LiveTailnet tailnet = new LiveTailnet(new SmallTailnet().put(ephemeral(1)));
    tailnet.pass(Duration.ofMinutes(29));
    tailnet.reload(new SmallTailnet().put(ephemeral(1)).tailnet());
    tailnet.pass(Duration.ofMinutes(29));
    assertThat(tailnet.deleted()).isEmpty();
    tailnet.pass(Duration.ofMinutes(1));
    assertThat(tailnet.deleted()).containsExactly(new NodeId(1));
  }

  @Test
  void anImportedTimeOutIsKept() {
    SmallTailnet small = new SmallTailnet().put(ephemeral(1));
    small.put(new ServerSettings("", "", null, null, "", null, "PT2M", null, Map.of()));
    LiveTailnet tailnet = new LiveTailnet(small);
    tailnet.pass(Duration.ofMinutes(2));
    assertThat(tailnet.deleted()).containsExactly(new NodeId(1));
  }

  @Test
  void aDeletionThatFailedIsTriedAgain() {
    LiveTailnet tailnet = new LiveTailnet(new SmallTailnet().put(ephemeral(1)));
    tailnet.pass(Duration.ofMinutes(31));
    assertThat(tailnet.deleted()).hasSize(2);
    tailnet.remove(tailnet.node(1));
    tailnet.pass(Duration.ofMinutes(5));
    assertThat(tailnet.deleted()).hasSize(2);
  }

  private static long news(RecordingStream stream) {
    return stream.messages().stream().filter(message -> !message.has("KeepAlive")).count();
  }
}
