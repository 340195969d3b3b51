package dev.wayleave.coordinator.api.migration;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.random.RandomGenerator;

/// Names of migrations: the time in UTC, which sorts, and four hex digits, which tell two of one
/// second apart, for example `20261122-101500-3fa9`.
final class MigrationIds {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private MigrationIds() {}

  static String next(Instant now, RandomGenerator random) {
    return TIME.format(now) + "-%04x".formatted(random.nextInt(1 << 16));
  }
}
