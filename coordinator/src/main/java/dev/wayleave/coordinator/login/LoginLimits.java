package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How much waiting to be let in is put up with.
///
/// @param lifetime how long a login waits for a person
/// @param total how many wait at once
/// @param perMachine how many wait of one machine; the oldest gives way
/// @param perAddress how many wait of one source address
/// @param perMinute how many one source address may begin within a minute
public record LoginLimits(
    Duration lifetime, int total, int perMachine, int perAddress, int perMinute) {
  public static final LoginLimits DEFAULT =
      new LoginLimits(Duration.ofMinutes(15), 1_000, 3, 100, 60);

  /// The defaults under what is configured.
  public static LoginLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.login.");
    return new LoginLimits(
        read.duration("lifetime", DEFAULT.lifetime),
        read.number("total", DEFAULT.total),
        read.number("per-machine", DEFAULT.perMachine),
        read.number("per-address", DEFAULT.perAddress),
        read.number("per-minute", DEFAULT.perMinute));
  }
}
