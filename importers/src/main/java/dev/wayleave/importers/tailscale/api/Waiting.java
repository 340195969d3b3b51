package dev.wayleave.importers.tailscale.api;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// Time and chance, handed in so that a test need not wait.
///
/// @param random spreads the waits, so that four requests do not come back at once; used by several
///   threads
public record Waiting(InstantSource clock, RandomGenerator random, Pause pause) {
  /// Lets time pass.
  @FunctionalInterface
  public interface Pause {
    void until(Duration passed) throws InterruptedException;
  }

  public static Waiting real(InstantSource clock, RandomGenerator random) {
    return new Waiting(clock, random, Thread::sleep);
  }
}
