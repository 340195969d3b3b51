package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.InetAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// A relay on a free port, without the rest of the coordinator.
final class RelayServer implements AutoCloseable {
  static final SecureRandom RANDOM = new SecureRandom();

  static final Map<String, List<String>> NAMES =
      Map.of("relay.example", List.of("192.0.2.1", "2001:db8::1"), "other.example", List.of());

  private final Vertx vertx = Vertx.vertx();
  private final Set<NodeKey> admitted = ConcurrentHashMap.newKeySet();
  private final MeterRegistry meters = new SimpleMeterRegistry();
  private final NodePrivateKey key = newKey();
  private final Relay relay;
  private final HttpServer server;

  RelayServer(RelayLimits limits) throws Exception {
    relay = new Relay(admitted::contains, () -> key, limits, meters, RANDOM, System::nanoTime);
    Router router = Router.router(vertx);
    new RelayRoutes(relay, vertx).route(router);
    SourceRate questions = new SourceRate(limits.questions(), System::nanoTime);
    new Questions(admitted::contains, () -> NAMES, questions).route(router);
    HttpServerOptions options = new HttpServerOptions().setIdleTimeout(75);
    WebSocketForm.customize(options);
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(router)
            .listen(0, InetAddress.getLoopbackAddress().getHostAddress())
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
  }

  static NodePrivateKey newKey() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return NodePrivateKey.of(bytes);
  }

  /// The usual limits with something changed.
  static RelayServer with(UnaryOperator<RelayLimits> change) throws Exception {
    return new RelayServer(change.apply(RelayLimits.DEFAULT));
  }

  Vertx vertx() {
    return vertx;
  }

  MeterRegistry meters() {
    return meters;
  }

  URI url(String path) {
    return URI.create(
        "http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port() + path);
  }

  int port() {
    return server.actualPort();
  }

  Relay relay() {
    return relay;
  }

  Set<NodeKey> admitted() {
    return admitted;
  }

  /// A new node that may enter.
  NodePrivateKey newNode() {
    NodePrivateKey node = newKey();
    admitted.add(node.publicKey());
    return node;
  }

  DerpClient connect(NodePrivateKey node) throws Exception {
    return DerpClient.connect(port(), node);
  }

  double count(String meter, String... tags) {
    return meters.get(meter).tags(tags).counter().count();
  }

  double drops(Drop reason) {
    return count("wayleave.relay.drops", "reason", reason.label());
  }

  double partings(Parting reason) {
    return count("wayleave.relay.partings", "reason", reason.label());
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
