package dev.wayleave.protocol.derp;

import java.time.Duration;

/// Numbers that fill four bytes without a sign.
final class Numbers {
  private static final long MAX_UNSIGNED = (1L << Integer.SIZE) - 1;

  private Numbers() {}

  static void requireUnsignedMillis(Duration duration) {
    if (duration.isNegative()
        || duration.compareTo(Duration.ofMillis(MAX_UNSIGNED)) > 0
        || !duration.equals(Duration.ofMillis(duration.toMillis()))) {
      throw new IllegalArgumentException(
          "%s is not a number of whole milliseconds up to %d".formatted(duration, MAX_UNSIGNED));
    }
  }

  static int unsignedMillis(Duration duration) {
    return (int) duration.toMillis();
  }

  static Duration millis(int unsigned) {
    return Duration.ofMillis(Integer.toUnsignedLong(unsigned));
  }
}
