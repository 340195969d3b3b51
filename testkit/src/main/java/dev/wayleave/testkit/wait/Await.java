package dev.wayleave.testkit.wait;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Waits until something holds, and fails the test if it does not within a limit.
public final class Await {
  /// Far beyond what anything here takes on an idle machine, since build machines are not idle.
  public static final Duration USUAL_LIMIT = Duration.ofSeconds(20);

  private static final long FIRST_PARK_NANOS = 500_000;
  private static final long LONGEST_PARK_NANOS = 50_000_000;

  private Await() {}

  /// Waits until the condition holds.
  ///
  /// @param what a clause for the failure, for example `the node is online`
  public static void until(String what, Callable<Boolean> condition) {
    until(what, USUAL_LIMIT, condition);
  }

  /// Waits until the condition holds, within a limit of the caller's.
  public static void until(String what, Duration limit, Callable<Boolean> condition) {
    Object _ = value(what, limit, () -> condition.call() ? Optional.of(true) : Optional.empty());
  }

  /// Waits until there is a value and answers it. What fails to be computed is not there yet; the
  /// last failure is the cause of the test's.
  public static <T> T value(String what, Duration limit, Callable<Optional<T>> source) {
    long deadline = System.nanoTime() + limit.toNanos();
    long park = FIRST_PARK_NANOS;
    @Nullable Exception last = null;
    while (true) {
      try {
        Optional<T> value = source.call();
        if (value.isPresent()) {
          return value.get();
        }
        last = null;
      } catch (Exception e) {
        last = e;
      }
      if (Thread.interrupted()) {
        throw new AssertionError("interrupted while waiting until " + what, last);
      }
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited %s, but not: %s".formatted(limit, what), last);
      }
      LockSupport.parkNanos(park);
      park = Math.min(LONGEST_PARK_NANOS, park * 2);
    }
  }
}
