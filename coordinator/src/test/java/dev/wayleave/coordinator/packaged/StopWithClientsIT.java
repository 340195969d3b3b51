package dev.wayleave.coordinator.packaged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.MapStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A coordinator that is stopped while clients are connected in every way there is.
class StopWithClientsIT {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SECONDS = 20;
  private static final NodeKey NODE = NodeKey.of(bytes());

  @TempDir Path folder;

  @Test
  void clientsAreLetGoAndNothingIsWaitedFor() throws Exception {
    try (CoordinatorProcess process = CoordinatorProcess.start(folder, null, Map.of());
        Administrator owner = new Administrator(process.url(), process.key());
        HttpClient http = HttpClient.newHttpClient()) {
      URI url = URI.create(process.url());
      try (FakeClient member = member(owner, http, url);
          MapStream map = map(member);
          Socket kept = kept(url)) {
        Relayed relayed = new Relayed();
        WebSocket relay =
            http.newWebSocketBuilder()
                .subprotocols("derp")
                .buildAsync(URI.create("ws://" + url.getAuthority() + "/derp"), relayed)
                .get(SECONDS, TimeUnit.SECONDS);
        relayed.greeted.get(SECONDS, TimeUnit.SECONDS);
        assertThat(relay.isInputClosed()).isFalse();

        Duration took = process.terminate();

        // Without clients it takes less than two seconds; Quarkus would wait five for a WebSocket.
        assertThat(took).isLessThan(Duration.ofSeconds(5));
        relayed.ended.get(SECONDS, TimeUnit.SECONDS);
        member.awaitClosed(Duration.ofSeconds(SECONDS));
        assertThatThrownBy(map::next).isInstanceOf(IOException.class);
        assertThat(kept.getInputStream().read()).isNegative();
        assertThat(process.everythingOnStderr())
            .doesNotContain("\"level\":\"ERROR\"")
            .doesNotContain("takes long to stop");
      }
    }
  }

  /// A connection that was answered and is kept for a next request.
  private static Socket kept(URI url) throws IOException {
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(SECONDS * 1000);
    socket
        .getOutputStream()
        .write("GET /generate_204 HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      answer.append((char) socket.getInputStream().read());
    }
    assertThat(answer).startsWith("HTTP/1.1 204");
    return socket;
  }

  private static FakeClient member(Administrator owner, HttpClient http, URI url) throws Exception {
    String made = owner.send("POST", "/pre-auth-keys", "{\"tags\":[\"tag:stop\"]}").body();
    String authKey = made.replaceFirst("(?s).*\"key\":\"([^\"]+)\".*", "$1");
    byte[] reply =
        http.send(
                HttpRequest.newBuilder(url.resolve("/key?v=142")).build(),
                BodyHandlers.ofByteArray())
            .body();
    FakeClient client =
        FakeClient.connect(
            url.getHost(),
            url.getPort(),
            KeyReply.parse(reply).noise(),
            MachinePrivateKey.of(bytes()),
            new CapabilityVersion(142));
    String registered =
        client
            .post(
                "/machine/register",
                "{\"Version\":142,\"NodeKey\":\"%s\",\"Auth\":{\"AuthKey\":\"%s\"},\"Hostinfo\":{\"Hostname\":\"stop\"}}"
                    .formatted(NODE, authKey))
            .text();
    assertThat(registered).contains("\"MachineAuthorized\":true");
    return client;
  }

  private static MapStream map(FakeClient member) throws Exception {
    MapStream map =
        member.map(
            "{\"Version\":142,\"NodeKey\":\"%s\",\"Stream\":true,\"Compress\":\"zstd\"}"
                .formatted(NODE)
                .getBytes(StandardCharsets.UTF_8));
    assertThat(map.next().has("Node")).isTrue();
    return map;
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /// A browser's client of the relay that has not logged in yet.
  private static final class Relayed implements WebSocket.Listener {
    private final CompletableFuture<Boolean> greeted = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
      greeted.complete(true);
      socket.request(1);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      ended.complete(true);
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
      ended.complete(true);
    }
  }
}
