package dev.wayleave.coordinator.map;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.function.Supplier;

/// What is measured of maps.
final class MapMetrics {
  /// What is written to a stream.
  enum Kind {
    FULL,
    DELTA,
    KEEP_ALIVE,
    ASK
  }

  private final MeterRegistry registry;
  private final Timer step;
  private final Timer full;
  private final Timer delta;

  MapMetrics(MeterRegistry registry) {
    this.registry = registry;
    step = registry.timer("wayleave.map.step");
    full = registry.timer("wayleave.map.compose", "kind", "full");
    delta = registry.timer("wayleave.map.compose", "kind", "delta");
  }

  /// How many streams are open.
  void sessions(Supplier<Number> count) {
    Gauge.builder("wayleave.map.sessions", count).register(registry);
  }

  void written(Kind kind, int bytes) {
    String name =
        switch (kind) {
          case FULL -> "full";
          case DELTA -> "delta";
          case KEEP_ALIVE -> "keep-alive";
          case ASK -> "ask";
        };
    Counter.builder("wayleave.map.written").tag("kind", name).register(registry).increment();
    DistributionSummary.builder("wayleave.map.bytes")
        .tag("kind", name)
        .baseUnit("bytes")
        .register(registry)
        .record(bytes);
  }

  void cut(String why) {
    Counter.builder("wayleave.map.cut").tag("why", why).register(registry).increment();
  }

  /// How long it takes from a change to everybody's having been told where to look.
  Timer step() {
    return step;
  }

  /// How long it takes to compose, write as JSON and compress.
  Timer compose(boolean everything) {
    return everything ? full : delta;
  }
}
