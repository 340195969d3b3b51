package dev.wayleave.postgres;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a caller decides about a cluster.
///
/// @param random where a new password comes from
/// @param durable whether commits survive a loss of power; false only for tests
/// @param startLimit how long a start may take, recovery after a crash included
/// @param binariesHome where `pg-bin-VERSION` lies, or null for the data directory itself
public record ClusterSettings(
    SecureRandom random, boolean durable, Duration startLimit, @Nullable Path binariesHome) {

  /// Recovery replays at most `max_wal_size` (256 MB), seconds on a slow disk; the limit is far
  /// beyond that, so that it only ends starts that hang.
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  public ClusterSettings {
    if (startLimit.isNegative() || startLimit.isZero()) {
      throw new IllegalArgumentException("start limit " + startLimit + " is not positive");
    }
  }

  /// Settings for data that matter.
  public static ClusterSettings durable(SecureRandom random) {
    return new ClusterSettings(random, true, START_LIMIT, null);
  }

  /// Settings for tests: nothing is synced, and the binaries are shared between clusters.
  public static ClusterSettings disposable(SecureRandom random, Path binariesHome) {
    return new ClusterSettings(random, false, START_LIMIT, binariesHome);
  }

  /// The same settings with another limit for the start.
  public ClusterSettings withStartLimit(Duration limit) {
    return new ClusterSettings(random, durable, limit, binariesHome);
  }
}
