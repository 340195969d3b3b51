package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.ClientDetails;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameDecoder;
import dev.wayleave.protocol.derp.FrameEncoder;
import dev.wayleave.protocol.derp.FrameLimits;
import dev.wayleave.protocol.derp.InfoSeal;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.io.EOFException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A client of a relay as a browser is one.
final class WebSocketDerpClient implements AutoCloseable {
  private static final int SECONDS = 20;
  private static final int PART = 10_000;

  private final HttpClient http = HttpClient.newHttpClient();
  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
  private final FrameDecoder<Frame.FromServer> decoder = FrameDecoder.ofServer(FrameLimits.DEFAULT);
  private final Inbox inbox = new Inbox();
  private final NodePrivateKey key;
  private final WebSocket socket;
  private ByteBuffer ready = ByteBuffer.allocate(0);

  private WebSocketDerpClient(URI url, NodePrivateKey key) throws Exception {
    this.key = key;
    this.socket =
        http.newWebSocketBuilder()
            .subprotocols("derp")
            .buildAsync(URI.create(url.toString().replaceFirst("^http", "ws")), new Listener())
            .get(SECONDS, TimeUnit.SECONDS);
  }

  static WebSocketDerpClient connect(URI url, NodePrivateKey key) throws Exception {
    WebSocketDerpClient client = new WebSocketDerpClient(url, key);
    if (!client.socket.getSubprotocol().equals("derp")) {
      throw new AssertionError("the server did not choose the subprotocol");
    }
    NodeKey server = client.next(Frame.ServerKey.class).key();
    client.sendInParts(InfoSeal.seal(ClientDetails.regular(), key, server, RelayServer.RANDOM));
    client.next(Frame.ServerInfo.class);
    return client;
  }

  NodeKey publicKey() {
    return key.publicKey();
  }

  /// Sends a frame as several messages, since their borders mean nothing.
  void sendInParts(Frame frame) throws Exception {
    byte[] bytes = FrameEncoder.encode(frame);
    for (int at = 0; at < bytes.length; at += PART) {
      ByteBuffer part = ByteBuffer.wrap(bytes, at, Math.min(PART, bytes.length - at));
      socket.sendBinary(part, true).get(SECONDS, TimeUnit.SECONDS);
    }
  }

  <T extends Frame> T next(Class<T> kind) throws Exception {
    while (true) {
      Optional<Frame.FromServer> frame = decoder.next(ready);
      if (frame.isPresent() && kind.isInstance(frame.get())) {
        return kind.cast(frame.get());
      }
      if (frame.isEmpty()) {
        inbox.keep(ready);
        byte[] more = arrived.poll(SECONDS, TimeUnit.SECONDS);
        if (more == null) {
          throw new EOFException("nothing came");
        }
        ready = inbox.with(more);
      }
    }
  }

  /// Leaves without a word, as a browser does whose tab is closed.
  void leave() {
    socket.abort();
  }

  @Override
  public void close() {
    socket.abort();
    http.close();
  }

  private final class Listener implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
      byte[] bytes = new byte[data.remaining()];
      data.get(bytes);
      arrived.add(bytes);
      return WebSocket.Listener.super.onBinary(from, data, last);
    }
  }
}
