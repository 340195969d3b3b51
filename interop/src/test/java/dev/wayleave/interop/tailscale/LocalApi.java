package dev.wayleave.interop.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// What a daemon answers at its socket, where its command asks too.
///
/// Asked directly, since a process for each look would take longer than most of what is waited for.
final class LocalApi {
  private static final JsonMapper JSON = new JsonMapper();

  private LocalApi() {}

  static JsonNode get(Path socket, String path) throws IOException {
    return ask(socket, "GET", path);
  }

  static JsonNode post(Path socket, String path) throws IOException {
    return ask(socket, "POST", path);
  }

  private static JsonNode ask(Path socket, String method, String path) throws IOException {
    // In HTTP/1.0 an answer ends with its connection.
    String request =
        method
            + " "
            + path
            + " HTTP/1.0\r\nHost: local-tailscaled.sock\r\nContent-Length: 0\r\n\r\n";
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      channel.connect(UnixDomainSocketAddress.of(socket));
      Channels.newOutputStream(channel).write(request.getBytes(StandardCharsets.US_ASCII));
      InputStream in = Channels.newInputStream(channel);
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      int end = answer.indexOf("\r\n\r\n");
      if (end < 0 || !answer.substring(0, answer.indexOf('\r')).contains(" 200 ")) {
        throw new IOException(socket + " answered: " + answer);
      }
      return JSON.readTree(answer.substring(end + 4));
    }
  }
}
