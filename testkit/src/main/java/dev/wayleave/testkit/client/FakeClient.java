package dev.wayleave.testkit.client;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.EarlyPayload;
import dev.wayleave.protocol.control.HandshakeText;
import dev.wayleave.protocol.control.Upgrade;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.AwaitingResponse;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.testkit.wait.Await;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// One connection of a client: upgrade, Noise, HTTP/2; requests wait for their answers.
///
/// ```java
/// try (FakeClient client = FakeClient.connect(host, port, serverKey, machine, version)) {
///   FakeResponse user = client.request("POST", "/machine/register", json);
///   try (MapStream map = client.map(json)) {
///     JsonNode first = map.next();
///   }
/// }
/// ```
public final class FakeClient implements AutoCloseable {
  /// The event loop of all clients; its threads end with the JVM.
  private static final EventLoopGroup LOOPS =
      new NioEventLoopGroup(2, new DefaultThreadFactory("fake-client", true));

  /// The reader is added once the stream is there; nothing is read before that.
  private static final ChannelHandler NOTHING =
      new ChannelInitializer<Channel>() {
        @Override
        protected void initChannel(Channel stream) {}
      };

  private static final int WEB_SOCKET_FRAME = 64 << 10;

  private final Channel channel;
  private final ClientHandshake.Ready ready;
  private final String head;

  private FakeClient(Channel channel, ClientHandshake.Ready ready, String head) {
    this.channel = channel;
    this.ready = ready;
    this.head = head;
  }

  /// How a client connects.
  ///
  /// @param webSocket as a browser does
  /// @param streamWindow how many bytes of one answer the server may send before they are read; 0
  ///   for what Go's client allows
  public record Connecting(
      String host,
      int port,
      MachineKey server,
      MachinePrivateKey machine,
      CapabilityVersion version,
      boolean webSocket,
      int streamWindow) {}

  /// Connects as a native client does.
  ///
  /// @throws NoiseException with the server's sentence where it refuses
  public static FakeClient connect(
      String host,
      int port,
      MachineKey server,
      MachinePrivateKey machine,
      CapabilityVersion version)
      throws IOException, NoiseException {
    return connect(new Connecting(host, port, server, machine, version, false, 0));
  }

  public static FakeClient connect(Connecting to) throws IOException, NoiseException {
    AwaitingResponse handshake =
        new Initiator(to.machine(), to.server(), to.version(), new SecureRandom()).begin();
    CompletableFuture<ClientHandshake.Ready> ready = new CompletableFuture<>();
    StringBuilder head = new StringBuilder();
    ClientHandshake inside = new ClientHandshake(handshake, to.streamWindow(), ready);
    List<ChannelHandler> handlers =
        to.webSocket()
            ? List.of(
                new WebSocket13FrameDecoder(false, false, WEB_SOCKET_FRAME),
                new WebSocket13FrameEncoder(true),
                new WebSocketMessages(),
                inside)
            : List.of(inside);
    String text = HandshakeText.of(handshake.initiation());
    String request = to.webSocket() ? webSocketRequest(to, text) : request(to, text);
    Channel channel =
        new Bootstrap()
            .group(LOOPS)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new HttpUpgrade(request, handlers, ready, head))
            .connect(to.host(), to.port())
            .syncUninterruptibly()
            .channel();
    try {
      return new FakeClient(channel, wait(ready), head.toString());
    } catch (IOException | NoiseException e) {
      channel.close().syncUninterruptibly();
      throw e;
    }
  }

  private static String request(Connecting to, String handshake) {
    return "POST %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: %s\r\nConnection: upgrade\r\n%s: %s\r\nContent-Length: 0\r\n\r\n"
        .formatted(
            Upgrade.PATH, to.host(), to.port(), Upgrade.PROTOCOL, Upgrade.HANDSHAKE, handshake);
  }

  private static String webSocketRequest(Connecting to, String handshake) {
    return "GET %s?%s=%s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: https://elsewhere.example\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Extensions: permessage-deflate\r\nSec-WebSocket-Protocol: %s\r\n\r\n"
        .formatted(
            Upgrade.PATH,
            Upgrade.HANDSHAKE,
            URLEncoder.encode(handshake, StandardCharsets.UTF_8),
            to.host(),
            to.port(),
            Upgrade.PROTOCOL);
  }

  private static ClientHandshake.Ready wait(CompletableFuture<ClientHandshake.Ready> ready)
      throws IOException, NoiseException {
    try {
      return ready.get(Await.USUAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof NoiseException noise) {
        throw noise;
      }
      throw new IOException(e.getCause());
    } catch (TimeoutException e) {
      throw new IOException("the server did not answer within " + Await.USUAL_LIMIT, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// What the server said before HTTP/2.
  public Optional<EarlyPayload> early() {
    return ready.early();
  }

  /// The head of the answer to the upgrade, as it came.
  public String upgradeAnswer() {
    return head;
  }

  /// Asks and waits for the whole answer.
  public FakeResponse request(String method, String path, byte[] body) throws IOException {
    try (FakeStream stream = open(method, path, body)) {
      return stream.whole();
    }
  }

  /// Asks without a body.
  public FakeResponse get(String path) throws IOException {
    return request("GET", path, new byte[0]);
  }

  /// Asks with a JSON text.
  public FakeResponse post(String path, String json) throws IOException {
    return request("POST", path, json.getBytes(StandardCharsets.UTF_8));
  }

  /// Asks for a map; what `request` holds decides whether it is a session.
  public MapStream map(byte[] request) throws IOException {
    return new MapStream(open("POST", "/machine/map", request));
  }

  /// Asks, and leaves the answer to be read piece by piece.
  public FakeStream open(String method, String path, byte[] body) throws IOException {
    Http2StreamChannel stream = newStream();
    FakeStream reader = new FakeStream(stream);
    var _ = stream.write(new DefaultHttp2HeadersFrame(headers(method, path), body.length == 0));
    if (body.length > 0) {
      var _ = stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), true));
    }
    stream.flush();
    return reader;
  }

  /// Asks with a body that does not end, of which these bytes are the beginning.
  public FakeStream begin(String method, String path, byte[] body) throws IOException {
    Http2StreamChannel stream = newStream();
    FakeStream reader = new FakeStream(stream);
    var _ = stream.write(new DefaultHttp2HeadersFrame(headers(method, path), false));
    var _ = stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(body), false));
    stream.flush();
    return reader;
  }

  private static Http2Headers headers(String method, String path) {
    return new DefaultHttp2Headers().method(method).path(path).scheme("https").authority("unused");
  }

  private Http2StreamChannel newStream() throws IOException {
    try {
      return new Http2StreamChannelBootstrap(channel)
          .option(ChannelOption.AUTO_READ, false)
          .handler(NOTHING)
          .open()
          .get(Await.USUAL_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("no stream can be opened", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// The connection itself, for tests that write what no client would.
  public Channel channel() {
    return channel;
  }

  public boolean isOpen() {
    return channel.isActive();
  }

  /// Waits until the server has closed the connection.
  public void awaitClosed(Duration limit) {
    Await.until("the server closes the connection", limit, () -> !channel.isActive());
  }

  /// Closes without a word, as a client that loses its network and is noticed.
  @Override
  public void close() {
    var first = channel.pipeline().firstContext();
    if (first != null) {
      var _ = first.close();
    }
    channel.closeFuture().syncUninterruptibly();
  }
}
