package dev.wayleave.importers.headscale.running;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.testkit.fixture.Fixtures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server at its unix socket, as each release answers there; real ones are asked in `interop`.
class SocketServerTest {
  private static final String LIST_NODES = "/headscale.v1.HeadscaleService/ListNodes";

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  @TempDir private Path room;

  /// Longer than the window that HTTP/2 begins with, so that it has to be widened on the way.
  @Test
  void nodesAreReadOverGrpcHoweverManyTheyAre() throws Exception {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    for (int node = 0; node < 3000; node++) {
      ByteArrayOutputStream fields = new ByteArrayOutputStream();
      fields.writeBytes(GrpcAnswer.text(2, "mkey:" + "%064x".formatted(node)));
      fields.writeBytes(GrpcAnswer.text(21, "host-" + node));
      message.writeBytes(GrpcAnswer.field(1, fields.toByteArray()));
    }
    assertThat(message.size()).isGreaterThan(3 * 65_535);
    List<RunningNode> nodes =
        ask(new GrpcAnswer(LIST_NODES, ByteBuffer.wrap(message.toByteArray()), "0", false));
    assertThat(nodes).hasSize(3000);
    assertThat(nodes.get(2999).givenName()).isEqualTo("host-2999");
    assertThat(nodes.get(2999).machineKey()).isEqualTo("mkey:" + "%064x".formatted(2999));
  }

  @Test
  void aStatusOtherThanOkIsToldAndWhatCameBeforeItIsNotBelieved() {
    RunningException refused =
        refused(new GrpcAnswer(LIST_NODES, NOTHING, "7", false), Duration.ofSeconds(10));
    assertThat(refused)
        .hasMessage(
            "the server at the socket "
                + room.resolve("s.sock")
                + " does not list its nodes (gRPC status 7)");
  }

  @Test
  void anAnswerThatIsBrokenOffIsNone() {
    assertThat(refused(new GrpcAnswer(LIST_NODES, NOTHING, "0", true), Duration.ofSeconds(10)))
        .hasMessage("the server at the socket " + room.resolve("s.sock") + " cannot be asked");
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() {
    CountDownLatch asked = new CountDownLatch(1);
    try {
      assertThat(refused(_ -> await(asked), Duration.ofMillis(200)))
          .hasMessageEndingWith("cannot be asked");
    } finally {
      asked.countDown();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// From 0.30 on there is no gRPC: Go refuses the preface of HTTP/2 in words of HTTP/1, and
  /// answers what the command line asks as JSON.
  @Test
  void nodesAreReadOverHttpWhereTheServerSpeaksNoGrpc() throws Exception {
    JsonNode recorded =
        new ObjectMapper()
            .readTree(Fixtures.text("0.30.0-dev-sqlite", "expected.json"))
            .at("/cli/nodes");
    assertThat(recorded).isNotEmpty();
    List<String> lines = new ArrayList<>();
    List<RunningNode> nodes =
        ask(client -> {
          String line = StandardCharsets.UTF_8.decode(HandServer.read(client)).toString();
          lines.add(line.lines().findFirst().orElse(""));
          answerLikeGo(client, line, "{\"nodes\":" + recorded + "}");
        });
    assertThat(lines).containsExactly("PRI * HTTP/2.0", "GET /api/v1/node HTTP/1.0");
    assertThat(nodes).hasSize(recorded.size());
    for (int i = 0; i < nodes.size(); i++) {
      JsonNode node = recorded.get(i);
      assertThat(nodes.get(i).id()).isEqualTo(node.get("id").asLong());
      assertThat(nodes.get(i).machineKey()).isEqualTo(node.get("machineKey").asText());
      assertThat(nodes.get(i).nodeKey()).isEqualTo(node.get("nodeKey").asText());
      assertThat(nodes.get(i).givenName()).isEqualTo(node.get("givenName").asText());
    }
  }

  private static void answerLikeGo(SocketChannel client, String asked, String body)
      throws IOException {
    String answer =
        asked.startsWith("GET ")
            ? "HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n" + body
            : """
            HTTP/1.1 505 HTTP Version Not Supported: unsupported protocol version\r
            Content-Type: text/plain; charset=utf-8\r
            Connection: close\r
            \r
            505 HTTP Version Not Supported: unsupported protocol version\
            """;
    HandServer.write(client, ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
  }

  private List<RunningNode> ask(HandServer.Answer answer) throws Exception {
    Path socket = room.resolve("s.sock");
    try (HandServer server = HandServer.at(socket, answer)) {
      assertThat(server).isNotNull();
      return new SocketServer(socket).nodes();
    }
  }

  private RunningException refused(HandServer.Answer answer, Duration limit) {
    return catchThrowableOfType(
        RunningException.class,
        () -> {
          Path socket = room.resolve("s.sock");
          try (HandServer server = HandServer.at(socket, answer)) {
            assertThat(server).isNotNull();
            new SocketServer(socket, limit).nodes();
          }
        });
  }
}
