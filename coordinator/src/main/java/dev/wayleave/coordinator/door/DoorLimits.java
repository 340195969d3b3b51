package dev.wayleave.coordinator.door;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How many connections of plain HTTP are put up with, and for how long without a request.
///
/// Read from `wayleave.http.*`; docs/limits.md has the table.
///
/// @param connections of all
/// @param connectionsPerAddress of one source: an IPv4 address, or an IPv6 /64
/// @param headDeadline from the beginning of a connection, its TLS included, or from the first byte
///   of a further request, to the end of the request's head
public record DoorLimits(int connections, int connectionsPerAddress, Duration headDeadline) {
  /// A fleet of 5000 devices behind one address may come at once, as in the control protocol.
  public static final DoorLimits DEFAULT = new DoorLimits(10_000, 5_000, Duration.ofSeconds(15));

  /// The defaults under what is configured.
  public static DoorLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.http.");
    return new DoorLimits(
        read.number("connections", DEFAULT.connections),
        read.number("connections-per-address", DEFAULT.connectionsPerAddress),
        read.duration("head-deadline", DEFAULT.headDeadline));
  }
}
