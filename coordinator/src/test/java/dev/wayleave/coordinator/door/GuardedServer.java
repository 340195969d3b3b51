package dev.wayleave.coordinator.door;

import dev.wayleave.coordinator.control.channel.ChannelLimits;
import dev.wayleave.coordinator.control.channel.ControlChannel;
import dev.wayleave.coordinator.proxy.TrustedProxies;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.testkit.client.FakeClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.impl.VertxBuilder;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A server behind a door: `/health` is answered at once, `/slow` when a test says so, and
/// `/ts2021` as by the coordinator.
final class GuardedServer implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final String HOST = "127.0.0.1";

  final CompletableFuture<Void> slow = new CompletableFuture<>();
  final Door door;
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final MachinePrivateKey key = newKey();
  private final ControlChannel channel;
  private final Vertx vertx;
  private final HttpServer server;

  GuardedServer(DoorLimits limits, String proxies) {
    door = new Door(limits, TrustedProxies.parse(proxies), _ -> true, registry);
    vertx =
        new VertxBuilder(new VertxOptions().setEventLoopPoolSize(2))
            .init()
            // In place of what the provider put there, which asks the container for a door.
            .findTransport(new DoorTransport(() -> Optional.of(door)))
            .vertx();
    Router router = Router.router(vertx);
    DoorRoute.on(router);
    router.get("/health").handler(context -> context.response().end("well"));
    router
        .get("/slow")
        .handler(context -> {
          var _ = slow.thenRun(() -> context.response().end("at last"));
        });
    channel =
        new ControlChannel(
            List.of(),
            () -> List.of(key),
            ChannelLimits.DEFAULT,
            RANDOM,
            InstantSource.system(),
            registry);
    channel.route(router);
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, HOST));
  }

  private static MachinePrivateKey newKey() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return MachinePrivateKey.of(bytes);
  }

  /// A client inside Noise.
  FakeClient member() throws IOException, NoiseException {
    return FakeClient.connect(
        HOST, server.actualPort(), key.publicKey(), newKey(), new CapabilityVersion(142));
  }

  Socket connect() {
    try {
      Socket socket = new Socket();
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), server.actualPort()),
          TIMEOUT_MILLIS);
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Asks on a connection that stays, and gives the status and the body.
  static String ask(Socket socket, String path) throws IOException {
    send(socket, "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n");
    return answer(socket);
  }

  static String answer(Socket socket) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) byteOf(socket));
    }
    String length = head.toString().replaceFirst("(?is).*content-length: (\\d+).*", "$1");
    StringBuilder body = new StringBuilder();
    for (int i = Integer.parseInt(length); i > 0; i--) {
      body.append((char) byteOf(socket));
    }
    return head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()) + " " + body;
  }

  private static int byteOf(Socket socket) throws IOException {
    int read = socket.getInputStream().read();
    if (read < 0) {
      throw new IOException("the server closed the connection");
    }
    return read;
  }

  static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Returns once the server has closed a connection to which it says nothing; fails where it does
  /// not.
  static void awaitClosed(Socket socket) throws IOException {
    try {
      if (socket.getInputStream().read() >= 0) {
        throw new AssertionError("the server said something");
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      // Closed with bytes of ours unread.
    }
  }

  /// A connection that begins now and is closed at its deadline: whatever was open before has been
  /// open for longer by then.
  void awaitDeadline() throws IOException {
    try (Socket silent = connect()) {
      awaitClosed(silent);
    }
  }

  double refused(String reason) {
    return registry.get("wayleave.http.refused").tag("reason", reason).counter().count();
  }

  @Override
  public void close() {
    channel.close();
    await(server.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
