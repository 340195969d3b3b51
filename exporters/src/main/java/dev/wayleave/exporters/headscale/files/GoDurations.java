package dev.wayleave.exporters.headscale.files;

import java.time.Duration;

/// Durations as Headscale's configuration takes them, in whole units from hours down.
final class GoDurations {
  /// Go counts nanoseconds in 64 bits, which is 292 years.
  static final Duration LONGEST = Duration.ofHours(2_500_000);

  private GoDurations() {}

  /// Writes an ISO-8601 duration, for example `PT1H30M` as `1h30m`. What is below a millisecond is
  /// cut off, as the reader of `node.expiry` takes no fractions.
  static String of(String iso) {
    return of(Duration.parse(iso));
  }

  static String of(Duration duration) {
    Duration length = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
    StringBuilder text = new StringBuilder();
    unit(text, length.toHours(), "h");
    unit(text, length.toMinutesPart(), "m");
    unit(text, length.toSecondsPart(), "s");
    unit(text, length.toMillisPart(), "ms");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void unit(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }
}
