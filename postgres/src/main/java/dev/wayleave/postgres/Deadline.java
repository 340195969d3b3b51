package dev.wayleave.postgres;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/// A moment by which something must be done.
record Deadline(long nanoTime) {
  private static final long POLL_MILLIS = 10;

  static Deadline in(Duration limit) {
    return new Deadline(System.nanoTime() + limit.toNanos());
  }

  /// What is left, never negative.
  Duration left() {
    return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
  }

  /// Waits until the condition holds and answers true, or false if time ran out first.
  ///
  /// An interrupt does not cut the waiting short, since a half-stopped server would be left behind;
  /// it is passed on afterwards.
  boolean await(BooleanSupplier condition) {
    boolean interrupted = false;
    try {
      while (!condition.getAsBoolean()) {
        if (left().isZero()) {
          return false;
        }
        try {
          Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
      return true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
