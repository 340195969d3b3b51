package dev.wayleave.coordinator.presence;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How long silence is taken for presence, and how often presence is written down.
///
/// @param offlineAfter a node without a stream counts as online for so long; clients that merely
///   reconnect are back within it
/// @param afterStart a node that was online when the coordinator stopped counts as online for so
///   long after a start; a refused connection is tried again after up to 30 s
/// @param writeEvery how often changes are written, and others' are read
/// @param replicaLives how long a replica that writes nothing is taken to live
public record PresenceLimits(
    Duration offlineAfter, Duration afterStart, Duration writeEvery, Duration replicaLives) {
  public static final PresenceLimits DEFAULT =
      new PresenceLimits(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(3),
          Duration.ofSeconds(30));

  /// The defaults under what is configured.
  public static PresenceLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.presence.");
    return new PresenceLimits(
        read.duration("offline-after", DEFAULT.offlineAfter),
        read.duration("after-start", DEFAULT.afterStart),
        read.duration("write-every", DEFAULT.writeEvery),
        read.duration("replica-lives", DEFAULT.replicaLives));
  }
}
