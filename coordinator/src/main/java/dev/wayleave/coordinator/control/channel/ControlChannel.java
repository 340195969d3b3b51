package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.protocol.key.MachinePrivateKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.ext.web.Router;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// The transport as a whole: its route, its connections, and its end.
public final class ControlChannel implements AutoCloseable {
  private static final long LOOK_MILLIS = 10;

  private final ChannelLimits limits;
  private final Handshakes handshakes;
  private final Connections connections;
  private final ConnectionPipeline pipeline;
  private final UpgradeRoute route;

  /// @param endpoints asked in turn
  /// @param keys the server's Noise keys, the one that `/key` serves first
  public ControlChannel(
      List<ControlEndpoint> endpoints,
      Supplier<List<MachinePrivateKey>> keys,
      ChannelLimits limits,
      SecureRandom random,
      InstantSource clock,
      MeterRegistry registry) {
    this.limits = limits;
    ChannelMeters meters = new ChannelMeters(registry);
    this.handshakes = new Handshakes(keys, random, limits, new TurnedAway(clock), meters);
    this.connections = new Connections(limits, meters);
    this.pipeline = new ConnectionPipeline(new Dispatcher(endpoints), connections, limits, meters);
    this.route =
        new UpgradeRoute(
            handshakes,
            connections,
            new AddressRate(
                limits.handshakesPerAddress(),
                limits.handshakesPerAddressSecond(),
                System::nanoTime),
            pipeline,
            meters);
    meters.watch(
        connections::seatsTaken,
        connections::machinesProven,
        () -> limits.bodyBytesTotal() - pipeline.bodyBytesLeft());
  }

  /// Adds `/ts2021` to a router.
  public void route(Router router) {
    route.on(router);
  }

  /// How many connections there are, those in their handshake included.
  public int connections() {
    return connections.seatsTaken();
  }

  int provenMachines() {
    return connections.machinesProven();
  }

  long bodyBytesLeft() {
    return pipeline.bodyBytesLeft();
  }

  /// Tells all clients to go, waits a little, and closes what is still there.
  @Override
  public void close() {
    handshakes.close();
    connections.open().forEach(ConnectionWatch::goAway);
    long deadline = System.nanoTime() + limits.shutdown().toNanos();
    while (!connections.open().isEmpty() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
    connections.open().forEach(ConnectionWatch::cut);
  }
}
