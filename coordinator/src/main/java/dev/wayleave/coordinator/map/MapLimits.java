package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How much clients may send, and how much is kept for them.
///
/// Read from `wayleave.map.*`; docs/limits.md has the table.
///
/// @param sessions streams that are open at once
/// @param endpoints addresses at which a device may say it is reached
/// @param routes routes that a device may offer; app connectors offer many
/// @param tags tags that a device may ask for
/// @param services services that a device may name
/// @param hostinfoBytes a device's description of itself, as JSON
/// @param pendingPeers changed peers that are kept for a stream that is not written to at the
///   moment; beyond it everything is sent anew
/// @param keepAlive how long a stream is silent at least; clients give up after 120 s
/// @param keepAliveJitter how much longer it may be, so that streams opened together part ways
/// @param writeStall how long a client may take to let a part of its map through
/// @param ephemeralTimeout how long an ephemeral node may be gone, where no setting says so
public record MapLimits(
    int sessions,
    int endpoints,
    int routes,
    int tags,
    int services,
    int hostinfoBytes,
    int pendingPeers,
    Duration keepAlive,
    Duration keepAliveJitter,
    Duration writeStall,
    Duration ephemeralTimeout) {
  public static final MapLimits DEFAULT =
      new MapLimits(
          20_000,
          64,
          4_096,
          64,
          1_024,
          256 * 1024,
          2_000,
          Duration.ofSeconds(50),
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofMinutes(30));

  /// The defaults under what is configured.
  public static MapLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.map.");
    return new MapLimits(
        read.number("sessions", DEFAULT.sessions),
        read.number("endpoints", DEFAULT.endpoints),
        read.number("routes", DEFAULT.routes),
        read.number("tags", DEFAULT.tags),
        read.number("services", DEFAULT.services),
        read.number("hostinfo-bytes", DEFAULT.hostinfoBytes),
        read.number("pending-peers", DEFAULT.pendingPeers),
        read.duration("keep-alive", DEFAULT.keepAlive),
        read.duration("keep-alive-jitter", DEFAULT.keepAliveJitter),
        read.duration("write-stall", DEFAULT.writeStall),
        read.duration("ephemeral-timeout", DEFAULT.ephemeralTimeout));
  }
}
