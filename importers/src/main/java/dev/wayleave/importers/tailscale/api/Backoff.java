package dev.wayleave.importers.tailscale.api;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How long to wait before a question is asked again.
final class Backoff {
  private static final int MOST_DOUBLINGS = 16;

  /// Even a server that says zero is given a moment.
  private static final Duration LEAST = Duration.ofMillis(100);

  private final Patience patience;
  private final RandomGenerator random;

  Backoff(Patience patience, RandomGenerator random) {
    this.patience = patience;
    this.random = random;
  }

  /// Half of the doubled pause for sure, and of the other half as much as chance has it.
  ///
  /// @param failures how many tries failed so far, from 1
  Duration after(int failures) {
    int doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    Duration full = patience.firstPause().multipliedBy(1L << doublings);
    if (full.compareTo(patience.longestPause()) > 0) {
      full = patience.longestPause();
    }
    long half = full.toNanos() / 2;
    return Duration.ofNanos(half + (long) (random.nextDouble() * half));
  }

  /// What `Retry-After` says (RFC 9110, section 10.2.3): seconds, or a date.
  static Optional<Duration> said(Optional<String> header, Instant now) {
    return header.flatMap(text -> read(text.strip(), now)).map(wait -> wait.plus(LEAST));
  }

  private static Optional<Duration> read(String text, Instant now) {
    if (text.matches("[0-9]{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Optional.of(then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO);
    } catch (DateTimeException e) {
      // What says nothing is treated as if it were not there.
      return Optional.empty();
    }
  }
}
