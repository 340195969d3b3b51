package dev.wayleave.coordinator.relay;

import java.util.concurrent.TimeUnit;

/// An allowance that fills again with time; used by one thread at a time.
///
/// It may be overdrawn: then whoever draws waits until it is even again.
final class TokenBucket {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private final long perSecond;
  private final long burst;
  private double left;
  private long filledAt;

  TokenBucket(long perSecond, long burst, long nanoTime) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.left = burst;
    this.filledAt = nanoTime;
  }

  /// Takes `count` if there is as much.
  boolean tryTake(long count, long nanoTime) {
    fill(nanoTime);
    if (left < count) {
      return false;
    }
    left -= count;
    return true;
  }

  /// Takes `count` whatever is there.
  ///
  /// @return the nanoseconds until nothing is owed any more; 0 if nothing is
  long overdraw(long count, long nanoTime) {
    fill(nanoTime);
    left -= count;
    return left >= 0 ? 0 : (long) Math.ceil(-left / perSecond * NANOS);
  }

  private void fill(long nanoTime) {
    left = Math.min((double) burst, left + (nanoTime - filledAt) / NANOS * perSecond);
    filledAt = nanoTime;
  }
}
