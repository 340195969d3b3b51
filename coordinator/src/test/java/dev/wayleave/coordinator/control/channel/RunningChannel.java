package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.testkit.client.FakeClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// The transport on a port of its own, without the rest of the coordinator.
final class RunningChannel implements AutoCloseable {
  static final String HOST = "127.0.0.1";
  static final CapabilityVersion VERSION = new CapabilityVersion(142);

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int END_SECONDS = 20;

  final List<MachinePrivateKey> keys = new CopyOnWriteArrayList<>(List.of(newKey()));
  final ControlChannel channel;

  /// Run by each handshake before it begins.
  volatile Runnable beforeHandshakes = () -> {};

  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
  private final HttpServer server;

  RunningChannel(ChannelLimits limits, ControlEndpoint... endpoints) {
    channel =
        new ControlChannel(
            List.of(endpoints), this::keys, limits, RANDOM, InstantSource.system(), registry);
    Router router = Router.router(vertx);
    channel.route(router);
    server = await(vertx.createHttpServer().requestHandler(router).listen(0, HOST));
  }

  private List<MachinePrivateKey> keys() {
    beforeHandshakes.run();
    return List.copyOf(keys);
  }

  /// How often something was turned away for a reason.
  double refused(Limit reason) {
    return registry.get("wayleave.control.refused").tag("reason", reason.label()).counter().count();
  }

  static MachinePrivateKey newKey() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return MachinePrivateKey.of(bytes);
  }

  int port() {
    return server.actualPort();
  }

  MachineKey key() {
    return keys.getFirst().publicKey();
  }

  FakeClient connect() throws IOException, NoiseException {
    return connect(newKey());
  }

  FakeClient connect(MachinePrivateKey machine) throws IOException, NoiseException {
    return FakeClient.connect(HOST, port(), key(), machine, VERSION);
  }

  FakeClient.Connecting connecting() {
    return new FakeClient.Connecting(HOST, port(), key(), newKey(), VERSION, false, 0);
  }

  @Override
  public void close() {
    channel.close();
    await(server.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(END_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
