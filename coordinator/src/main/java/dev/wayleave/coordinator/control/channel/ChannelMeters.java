package dev.wayleave.coordinator.control.channel;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/// What the transport counts.
final class ChannelMeters {
  private final MeterRegistry registry;
  private final Counter handshakes;
  private final Counter requests;
  private final Map<Limit, Counter> refused = new EnumMap<>(Limit.class);

  ChannelMeters(MeterRegistry registry) {
    this.registry = registry;
    handshakes = registry.counter("wayleave.control.handshakes");
    requests = registry.counter("wayleave.control.requests");
    for (Limit limit : Limit.values()) {
      refused.put(limit, registry.counter("wayleave.control.refused", "reason", limit.label()));
    }
  }

  void watch(Supplier<Number> connections, Supplier<Number> machines, Supplier<Number> bodyBytes) {
    registry.gauge("wayleave.control.connections", connections, all -> all.get().doubleValue());
    registry.gauge("wayleave.control.machines", machines, all -> all.get().doubleValue());
    registry.gauge("wayleave.control.body.bytes", bodyBytes, all -> all.get().doubleValue());
  }

  /// A handshake was answered so that the client may go on.
  void accepted() {
    handshakes.increment();
  }

  /// A whole request was handed on.
  void asked() {
    requests.increment();
  }

  /// Something ended before its time, or did not begin.
  void refused(Limit limit) {
    Counter counter = refused.get(limit);
    if (counter == null) {
      throw new AssertionError("every reason has a counter");
    }
    counter.increment();
  }
}
