package dev.wayleave.coordinator.security;

import dev.wayleave.coordinator.proxy.SourceNetwork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failed logins per source and says when one has had enough. An IPv6 /64 is one source, for
/// a host has as many addresses of it as it likes ([SourceNetwork]).
///
/// It holds a bounded number of addresses and forgets the oldest first, so that a flood from many
/// addresses costs no memory.
public final class FailureLimit {
  /// How many failures an address has within the window.
  static final int FAILURES = 20;

  /// How long failures count.
  static final Duration WINDOW = Duration.ofMinutes(1);

  private static final int ADDRESSES = 10_000;

  private record Count(Instant since, int failures) {}

  private final InstantSource clock;
  private final int failures;
  private final Duration window;
  private final Map<String, Count> counts =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Count> eldest) {
          return size() > ADDRESSES;
        }
      };

  public FailureLimit(InstantSource clock) {
    this(clock, FAILURES, WINDOW);
  }

  /// @param failures how many an address has within the window
  public FailureLimit(InstantSource clock, int failures, Duration window) {
    this.clock = clock;
    this.failures = failures;
    this.window = window;
  }

  public synchronized boolean isExceeded(String address) {
    Count count = counts.get(SourceNetwork.ofText(address));
    return count != null && isCurrent(count) && count.failures() >= failures;
  }

  public synchronized void failed(String address) {
    String source = SourceNetwork.ofText(address);
    Count count = counts.get(source);
    counts.put(
        source,
        count != null && isCurrent(count)
            ? new Count(count.since(), count.failures() + 1)
            : new Count(clock.instant(), 1));
  }

  private boolean isCurrent(Count count) {
    return clock.instant().isBefore(count.since().plus(window));
  }
}
