package dev.wayleave.coordinator.route;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How routers that could stand in for each other are watched.
///
/// @param interval how often each is asked for a sign of life
/// @param timeout how long it may take to answer before another one takes over
public record ProbeLimits(Duration interval, Duration timeout) {
  public static final ProbeLimits DEFAULT =
      new ProbeLimits(Duration.ofSeconds(4), Duration.ofSeconds(4));

  /// The defaults under what is configured.
  public static ProbeLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.probe.");
    return new ProbeLimits(
        read.duration("interval", DEFAULT.interval), read.duration("timeout", DEFAULT.timeout));
  }
}
