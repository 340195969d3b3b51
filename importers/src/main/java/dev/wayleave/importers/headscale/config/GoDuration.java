package dev.wayleave.importers.headscale.config;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Durations as Headscale's configuration writes them: Go's `1h30m`, and the longer units `d`, `w`
/// and `y` (365 days) that its expiry settings take.
final class GoDuration {
  private static final Map<String, Long> NANOS =
      Map.ofEntries(
          Map.entry("ns", 1L),
          Map.entry("us", 1_000L),
          Map.entry("µs", 1_000L),
          Map.entry("μs", 1_000L),
          Map.entry("ms", 1_000_000L),
          Map.entry("s", Duration.ofSeconds(1).toNanos()),
          Map.entry("m", Duration.ofMinutes(1).toNanos()),
          Map.entry("h", Duration.ofHours(1).toNanos()),
          Map.entry("d", Duration.ofDays(1).toNanos()),
          Map.entry("w", Duration.ofDays(7).toNanos()),
          Map.entry("y", Duration.ofDays(365).toNanos()));
  private static final Pattern PART =
      Pattern.compile("(\\d{1,18}(?:\\.\\d{0,18})?|\\.\\d{1,18})(ns|us|µs|μs|ms|[smhdwy])");
  private static final Pattern WHOLE = Pattern.compile("[+-]?(?:" + PART.pattern() + "){1,16}");

  /// A Go duration counts nanoseconds in 64 bits.
  private static final BigDecimal MAX_NANOS = BigDecimal.valueOf(Long.MAX_VALUE);

  private GoDuration() {}

  /// The duration, or nothing where the text is not one; `0` needs no unit.
  static Optional<Duration> parse(String text) {
    String trimmed = text.strip();
    if (trimmed.matches("[+-]?0")) {
      return Optional.of(Duration.ZERO);
    }
    if (trimmed.length() > 100 || !WHOLE.matcher(trimmed).matches()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    Matcher part = PART.matcher(trimmed);
    while (part.find()) {
      BigDecimal unit = BigDecimal.valueOf(NANOS.getOrDefault(part.group(2), 0L));
      nanos = nanos.add(new BigDecimal(part.group(1)).multiply(unit));
    }
    if (nanos.compareTo(MAX_NANOS) > 0) {
      return Optional.empty();
    }
    long count = nanos.setScale(0, RoundingMode.DOWN).longValueExact();
    return Optional.of(Duration.ofNanos(trimmed.startsWith("-") ? -count : count));
  }
}
