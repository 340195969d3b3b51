package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.node;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.coordinator.ask.C2n;
import dev.wayleave.tailnet.model.NodeId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// HTTP requests to clients, over their streams.
class LiveQuestionsTest {
  private static final byte[] REQUEST =
      "POST /echo HTTP/1.1\r\nHost: unused\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final Duration LONG = Duration.ofMinutes(1);

  private final LiveTailnet tailnet =
      new LiveTailnet(
          new SmallTailnet().put(node(1, "one", ownedBy(1))).put(node(2, "two", ownedBy(1))));
  private final C2n c2n = tailnet.c2n();

  @Test
  void aRequestGoesOverTheStreamAndItsAnswerComesBack() throws Exception {
    RecordingStream one = tailnet.open(1).stream();
    one.messages();
    CompletableFuture<byte[]> answer = c2n.ask(new NodeId(1), REQUEST, LONG);
    tailnet.step();
    JsonNode message = one.message();
    JsonNode ping = message.path("PingRequest");
    assertThat(message.path("KeepAlive").asBoolean()).isTrue();
    assertThat(ping.path("Types").asText()).isEqualTo("c2n");
    assertThat(ping.path("URLIsNoise").asBoolean()).isTrue();
    assertThat(Base64.getDecoder().decode(ping.path("Payload").asText())).isEqualTo(REQUEST);
    String path = ping.path("URL").asText().substring("https://unused".length());
    RecordingExchange foreign =
        tailnet.answer(tailnet.node(2).machineKey(), "POST", path, "HTTP/1.1 200 OK");
    assertThat(foreign.status()).isEqualTo(404);
    assertThat(answer).isNotDone();
    tailnet.answer(tailnet.node(1).machineKey(), "POST", path, "HTTP/1.1 204 No Content");
    assertThat(answer.get(1, TimeUnit.SECONDS))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("HTTP/1.1 204 No Content");
    assertThat(tailnet.answer(tailnet.node(1).machineKey(), "POST", path, "again").status())
        .as("each question is answered once")
        .isEqualTo(404);
  }

  @Test
  void whoIsNotConnectedCannotBeAsked() {
    CompletableFuture<byte[]> answer = c2n.ask(new NodeId(1), REQUEST, LONG);
    tailnet.step();
    assertThat(answer)
        .failsWithin(Duration.ofSeconds(1))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IOException.class)
        .withMessageContaining("not connected");
    assertThat(tailnet.questions().size()).isZero();
  }

  @Test
  void aClientThatIsTooSlowIsNotAskedWithoutEnd() {
    RecordingStream one = tailnet.open(1).stream();
    one.hold();
    for (int i = 0; i < 100; i++) {
      CompletableFuture<byte[]> _ = c2n.ask(new NodeId(1), REQUEST, LONG);
      tailnet.step();
    }
    assertThat(tailnet.questions().size()).isLessThan(20);
  }

  @Test
  void aRequestThatIsTooLongIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> c2n.ask(new NodeId(1), new byte[65 * 1024], LONG))
        .withMessageContaining("65536");
  }

  @Test
  void questionsAreForgottenBeyondTheirNumber() {
    for (int i = 0; i < 1_000; i++) {
      tailnet.questions().open(tailnet.node(1).machineKey(), _ -> {});
    }
    assertThat(tailnet.questions().size()).isEqualTo(100);
  }
}
