package dev.wayleave.coordinator.state;

import java.time.Duration;

/// How much the writer takes on.
///
/// @param waiting how many commands may wait before more are turned away
/// @param together how many are committed together at most
/// @param poll how long the writer trusts silence before it asks the database for its version
public record StateLimits(int waiting, int together, Duration poll) {
  public static final StateLimits DEFAULT = new StateLimits(10_000, 500, Duration.ofSeconds(3));
}
