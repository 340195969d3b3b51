package dev.wayleave.coordinator.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The deadline for heads of requests, in a coordinator as it is installed.
class SlowHeadsIT {
  private static final int TIMEOUT_MILLIS = 20_000;

  @TempDir Path folder;

  @Test
  void silentAndDrippingConnectionsAreClosedAtTheDeadlineAndRestingOnesStay() throws Exception {
    Map<String, String> deadline = Map.of("WAYLEAVE_HTTP_HEAD_DEADLINE", "PT1S");
    try (CoordinatorProcess process = CoordinatorProcess.start(folder, null, deadline)) {
      URI url = URI.create(process.url());
      String request =
          "GET /api/v1alpha/state HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(process.key());
      try (Socket resting = connect(url);
          Socket dripping = connect(url);
          Socket silent = connect(url)) {
        assertThat(status(resting, request)).isEqualTo("200");
        assertThat(status(dripping, request)).isEqualTo("200");
        send(dripping, "GET /heal");
        awaitClosed(silent);
        awaitClosed(dripping);
        assertThat(status(resting, request)).isEqualTo("200");
      }
    }
  }

  private static Socket connect(URI url) throws IOException {
    Socket socket = new Socket(url.getHost(), url.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Reads an answer with a length to its end.
  private static String status(Socket socket, String request) throws IOException {
    send(socket, request);
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int read = socket.getInputStream().read();
      if (read < 0) {
        throw new IOException("the server closed the connection");
      }
      head.append((char) read);
    }
    int length =
        Integer.parseInt(head.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1"));
    assertThat(socket.getInputStream().readNBytes(length)).hasSize(length);
    return head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
  }

  private static void awaitClosed(Socket socket) throws IOException {
    try {
      assertThat(socket.getInputStream().read()).isNegative();
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      // Closed with bytes of ours unread.
    }
  }
}
