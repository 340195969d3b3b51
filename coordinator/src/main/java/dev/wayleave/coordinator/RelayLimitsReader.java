package dev.wayleave.coordinator;

import dev.wayleave.coordinator.relay.RelayLimits;
import dev.wayleave.coordinator.relay.RelayLimits.Rate;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// Reads the limits of the relay from `wayleave.relay.…`; `docs/limits.md` lists them.
final class RelayLimitsReader {
  private static final String PREFIX = "wayleave.relay.";

  private final Config config;

  private RelayLimitsReader(Config config) {
    this.config = config;
  }

  static RelayLimits read(Config config) {
    return new RelayLimitsReader(config).read(RelayLimits.DEFAULT);
  }

  private RelayLimits read(RelayLimits usual) {
    return new RelayLimits(
        value("max-connections", usual.connections()),
        value("max-logins", usual.logins()),
        value("max-connections-of-key", usual.connectionsOfKey()),
        value("login-time", usual.loginTime()),
        value("write-time", usual.writeTime()),
        value("keep-alive", usual.keepAlive()),
        value("queue-packets", usual.queuePackets()),
        value("queue-bytes", usual.queueBytes()),
        value("bytes-per-second", usual.bytesPerSecond()),
        value("burst-bytes", usual.burstBytes()),
        rate("connects", usual.connects()),
        rate("questions", usual.questions()),
        rate("stun", usual.stun()));
  }

  private Rate rate(String name, Rate usual) {
    return new Rate(
        value(name + "-per-second", usual.perSecond()), value(name + "-burst", usual.burst()));
  }

  private int value(String name, int usual) {
    return config.getOptionalValue(PREFIX + name, Integer.class).orElse(usual);
  }

  private long value(String name, long usual) {
    return config.getOptionalValue(PREFIX + name, Long.class).orElse(usual);
  }

  private Duration value(String name, Duration usual) {
    return config.getOptionalValue(PREFIX + name, Duration.class).orElse(usual);
  }
}
