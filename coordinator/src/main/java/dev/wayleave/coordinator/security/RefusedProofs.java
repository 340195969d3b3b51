package dev.wayleave.coordinator.security;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/// Counts what people and devices showed to be let in and was wrong.
///
/// Guesses stand in no audit log: whoever guesses would fill it.
public final class RefusedProofs {
  /// What was shown.
  public enum Kind {
    /// An API key, over the API or on a page.
    API_KEY("api-key"),
    /// A pre-auth key of a device.
    AUTH_KEY("auth-key"),
    /// The id of a login or of an SSH session that nobody waits for.
    AUTH_ID("auth-id");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  private final Map<Kind, Counter> counters = new EnumMap<>(Kind.class);

  public RefusedProofs(MeterRegistry registry) {
    for (Kind kind : Kind.values()) {
      counters.put(kind, registry.counter("wayleave.refused.proofs", "kind", kind.label));
    }
  }

  /// Notes one more.
  public void count(Kind kind) {
    Counter counter = counters.get(kind);
    if (counter == null) {
      throw new AssertionError("every kind has a counter");
    }
    counter.increment();
  }
}
