package dev.wayleave.coordinator.door;

import dev.wayleave.coordinator.proxy.SourceNetwork;
import dev.wayleave.coordinator.proxy.TrustedProxies;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;

/// Lets connections in, as long as there is room for them.
///
/// Connections of named proxies count in the total alone: they are those of many clients.
public final class Door {
  private final DoorLimits limits;
  private final TrustedProxies proxies;
  private final IntPredicate guarded;
  private final AtomicInteger inside = new AtomicInteger();
  private final ConcurrentMap<SourceNetwork, Integer> bySource = new ConcurrentHashMap<>();
  private final Counter full;
  private final Counter fullForSource;
  private final Counter late;

  /// @param guarded whether connections to a local port come through this door
  public Door(
      DoorLimits limits, TrustedProxies proxies, IntPredicate guarded, MeterRegistry registry) {
    this.limits = limits;
    this.proxies = proxies;
    this.guarded = guarded;
    String refused = "wayleave.http.refused";
    full = registry.counter(refused, "reason", "connections");
    fullForSource = registry.counter(refused, "reason", "connections-per-address");
    late = registry.counter(refused, "reason", "head-deadline");
    registry.gauge("wayleave.http.connections", inside, AtomicInteger::get);
  }

  /// Lets a connection in that was accepted just now, and has it watched from then on.
  ///
  /// @return false where there is no room for it
  boolean admit(Channel channel) {
    if (!(channel.localAddress() instanceof InetSocketAddress local)
        || !guarded.test(local.getPort())) {
      return true;
    }
    Optional<SourceNetwork> source = source(channel.remoteAddress());
    if (inside.incrementAndGet() > limits.connections()) {
      inside.decrementAndGet();
      full.increment();
      return false;
    }
    if (source.isPresent() && !enter(source.get())) {
      inside.decrementAndGet();
      fullForSource.increment();
      return false;
    }
    // First in the pipeline, so that TLS has the same deadline.
    channel
        .pipeline()
        .addFirst(new Visitor(limits.headDeadline(), late::increment, () -> left(source)));
    return true;
  }

  private Optional<SourceNetwork> source(SocketAddress remote) {
    return remote instanceof InetSocketAddress peer
        ? Optional.ofNullable(peer.getAddress()).filter(this::isCounted).map(SourceNetwork::of)
        : Optional.empty();
  }

  private boolean isCounted(InetAddress address) {
    return !proxies.contains(address);
  }

  private boolean enter(SourceNetwork source) {
    boolean[] room = new boolean[1];
    bySource.compute(
        source,
        (_, held) -> {
          int now = held == null ? 0 : held;
          room[0] = now < limits.connectionsPerAddress();
          return room[0] ? Integer.valueOf(now + 1) : held;
        });
    return room[0];
  }

  private void left(Optional<SourceNetwork> source) {
    inside.decrementAndGet();
    source.ifPresent(
        one -> bySource.computeIfPresent(one, (_, held) -> held == 1 ? null : held - 1));
  }

  /// How many connections are plain HTTP now.
  int inside() {
    return inside.get();
  }
}
