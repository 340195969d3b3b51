package dev.wayleave.coordinator.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the relay counts.
final class RelayMeters {
  private final MeterRegistry registry;
  private final Counter packetsIn;
  private final Counter packetsOut;
  private final Counter bytesIn;
  private final Counter bytesOut;
  private final Counter logins;
  private final Counter turnedAway;
  private final Map<Drop, Counter> drops;
  private final Map<Parting, Counter> partings;

  RelayMeters(MeterRegistry registry) {
    this.registry = registry;
    packetsIn = registry.counter("wayleave.relay.packets", "direction", "in");
    packetsOut = registry.counter("wayleave.relay.packets", "direction", "out");
    bytesIn = registry.counter("wayleave.relay.bytes", "direction", "in");
    bytesOut = registry.counter("wayleave.relay.bytes", "direction", "out");
    logins = registry.counter("wayleave.relay.logins");
    turnedAway = registry.counter("wayleave.relay.turned.away");
    drops = each(Drop.class, Drop.values(), "wayleave.relay.drops", Drop::label);
    partings = each(Parting.class, Parting.values(), "wayleave.relay.partings", Parting::label);
  }

  private <E extends Enum<E>> Map<E, Counter> each(
      Class<E> type, E[] values, String name, Function<E, String> label) {
    Map<E, Counter> counters = new EnumMap<>(type);
    for (E value : values) {
      counters.put(value, registry.counter(name, "reason", label.apply(value)));
    }
    return counters;
  }

  void watch(Supplier<Number> connections, Supplier<Number> nodes, Supplier<Number> homes) {
    registry.gauge("wayleave.relay.connections", connections, all -> all.get().doubleValue());
    registry.gauge("wayleave.relay.nodes", nodes, all -> all.get().doubleValue());
    registry.gauge("wayleave.relay.homes", homes, all -> all.get().doubleValue());
  }

  void received(int bytes) {
    packetsIn.increment();
    bytesIn.increment(bytes);
  }

  void queued(int bytes) {
    packetsOut.increment();
    bytesOut.increment(bytes);
  }

  void dropped(Drop reason, int packets) {
    if (packets > 0) {
      counter(drops, reason).increment(packets);
    }
  }

  void loggedIn() {
    logins.increment();
  }

  /// A connection was refused before it began, because there are too many.
  void turnedAway() {
    turnedAway.increment();
  }

  void parted(Parting reason) {
    counter(partings, reason).increment();
  }

  private static <E extends Enum<E>> Counter counter(Map<E, Counter> counters, E reason) {
    Counter counter = counters.get(reason);
    if (counter == null) {
      throw new AssertionError("every reason has a counter");
    }
    return counter;
  }
}
