package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.coordinator.presence.Seen;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Clients whose requests reach one replica after the other.
class SeveralReplicasTest {
  private static final byte[] REQUEST =
      "GET /sockstats HTTP/1.1\r\nHost: unused\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final MachineKey STRANGER = MachineKey.ofHex("7".repeat(64));
  private static final NodeId ONE = new NodeId(1);

  private final PostOffice post = new PostOffice();
  private final LiveTailnet a = replica();
  private final LiveTailnet b = replica();
  private final LiveTailnet c = replica();

  private LiveTailnet replica() {
    SmallTailnet small =
        new SmallTailnet().put(node(1, "one", ownedBy(1))).put(node(2, "two", ownedBy(1)));
    return new LiveTailnet(small, MapLimits.DEFAULT, new Written(List.of(), List.of()), post);
  }

  @Test
  void aQuestionIsPutWhereTheStreamIsAndAnsweredWhereverTheClientSaysIt() throws Exception {
    RecordingStream stream = a.open(1).stream();
    stream.messages();
    CompletableFuture<byte[]> answer = b.c2n().ask(ONE, REQUEST, LONG);
    stepAll();
    String path = path(stream.message());
    RecordingExchange foreign =
        c.answer(c.node(2).machineKey(), "POST", path, "HTTP/1.1 200 OK\r\n\r\n");
    assertThat(foreign.status()).as("it is handed on, and there refused").isEqualTo(200);
    assertThat(answer).isNotDone();
    RecordingExchange exchange =
        c.answer(c.node(1).machineKey(), "POST", path, "HTTP/1.1 204 No Content\r\n\r\n");
    assertThat(exchange.status()).isEqualTo(200);
    assertThat(answer.get(1, TimeUnit.SECONDS))
        .asString(StandardCharsets.US_ASCII)
        .startsWith("HTTP/1.1 204");
  }

  @Test
  void whoIsConnectedToNoReplicaCannotBeAsked() {
    CompletableFuture<byte[]> answer = b.c2n().ask(ONE, REQUEST, LONG);
    stepAll();
    assertThat(answer)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("not connected");
  }

  @Test
  void anAnswerToAReplicaThatIsGoneIsRefused() {
    RecordingStream stream = a.open(1).stream();
    stream.messages();
    CompletableFuture<byte[]> _ = b.c2n().ask(ONE, REQUEST, LONG);
    stepAll();
    String path = path(stream.message());
    post.close(b.here());
    assertThat(c.answer(c.node(1).machineKey(), "POST", path, "HTTP/1.1 200 OK").status())
        .isEqualTo(404);
  }

  @Test
  void aMachineWithoutANodeMakesNoReplicaSpeak() {
    RecordingStream stream = a.open(1).stream();
    stream.messages();
    CompletableFuture<byte[]> answer = b.c2n().ask(ONE, REQUEST, LONG);
    stepAll();
    assertThat(c.answer(STRANGER, "POST", path(stream.message()), "").status()).isEqualTo(404);
    assertThat(answer).isNotDone();
  }

  @Test
  void aStreamAtAnotherReplicaEndsTheOneBeforeAndNobodySeesTheNodeGo() {
    RecordingStream viewer = b.open(2).stream();
    RecordingExchange old = a.open(1);
    tell(a, b);
    tell(a, c);
    viewer.messages();
    a.pass(Duration.ofSeconds(5));
    b.pass(Duration.ofSeconds(5));
    RecordingExchange next = b.open(1);
    tell(b, a);
    tell(b, c);
    assertThat(old.stream().isEnded()).isTrue();
    assertThat(next.stream().isEnded()).isFalse();
    for (LiveTailnet replica : List.of(a, b, c)) {
      replica.pass(Duration.ofMinutes(3));
      assertThat(replica.images().current().presence().isOnline(ONE)).isTrue();
    }
    assertThat(viewer.messages())
        .noneMatch(message -> message.toString().contains("\"Online\":false"));
    assertThat(a.written().getLast().online())
        .as("the replica that lost the stream has nothing to say of it")
        .isTrue();
  }

  @Test
  void aStreamThatWasOpenedEarlierEndsNoLaterOne() {
    a.open(1);
    a.pass(Duration.ofSeconds(2));
    b.pass(Duration.ofSeconds(3));
    RecordingExchange later = b.open(1);
    tell(a, b);
    assertThat(later.stream().isEnded()).isFalse();
    tell(b, a);
    assertThat(later.stream().isEnded()).isFalse();
  }

  @Test
  void whoComesBackFromAReplicaThatWasKilledWasNeverGone() {
    RecordingStream viewer = b.open(2).stream();
    a.open(1);
    tell(a, b);
    viewer.messages();
    // Nothing ends its streams, and its rows outlive it.
    b.pass(Duration.ofSeconds(29));
    b.images().elsewhere(new Written(List.of(seen(Seen.Writer.GONE)), List.of()));
    b.step();
    b.pass(Duration.ofSeconds(20));
    b.open(1);
    b.pass(Duration.ofMinutes(3));
    assertThat(viewer.messages())
        .noneMatch(message -> message.toString().contains("\"Online\":false"));
    assertThat(b.images().current().presence().isOnline(ONE)).isTrue();
  }

  @Test
  void whoDoesNotComeBackFromAReplicaThatWasKilledIsGoneInTheEnd() {
    RecordingStream viewer = b.open(2).stream();
    a.open(1);
    tell(a, b);
    viewer.messages();
    b.images().elsewhere(new Written(List.of(seen(Seen.Writer.GONE)), List.of()));
    b.step();
    b.pass(Duration.ofSeconds(61));
    assertThat(b.images().current().presence().isOnline(ONE)).isFalse();
    assertThat(viewer.messages())
        .anyMatch(message -> message.toString().contains("\"Online\":false"));
  }

  private Seen seen(Seen.Writer writer) {
    Instant opened = LiveTailnet.START;
    return new Seen(new Sighting(ONE, true, opened, false, opened), writer);
  }

  private void stepAll() {
    // A question goes one way, and whether it was put the other.
    for (int i = 0; i < 2; i++) {
      List.of(a, b, c).forEach(LiveTailnet::step);
    }
  }

  private static void tell(LiveTailnet from, LiveTailnet to) {
    List<Seen> seen =
        from.written().stream().map(sighting -> new Seen(sighting, Seen.Writer.OTHER)).toList();
    to.images().elsewhere(new Written(seen, List.of()));
    to.step();
  }

  private static String path(JsonNode message) {
    String url = message.path("PingRequest").path("URL").asText();
    return url.substring("https://unused".length());
  }
}
