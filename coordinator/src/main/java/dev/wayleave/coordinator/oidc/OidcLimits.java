package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How much logging in at providers is put up with, on either side.
///
/// @param perMinute how many requests for login pages one source may make within a minute
/// @param lifetime how long somebody may take at the provider
/// @param underWay how many logins are under way at once; the oldest gives way
/// @param underWayPerAddress how many of one source
/// @param sessions how many browsers are remembered; the one that was silent longest gives way
/// @param idle how long a browser that asks nothing is remembered
/// @param atMost how long any browser is remembered
/// @param timeout how long a provider may take for one answer
/// @param answerBytes how long its answer may be
/// @param atOnce how many requests wait for one provider at once
/// @param failureMemory how long a provider that failed is not asked again
/// @param discovery how long what a provider says of itself is believed without asking again
/// @param keyInterval how often its keys may be asked for because a token names one that is not
///   known, twice
public record OidcLimits(
    int perMinute,
    Duration lifetime,
    int underWay,
    int underWayPerAddress,
    int sessions,
    Duration idle,
    Duration atMost,
    Duration timeout,
    int answerBytes,
    int atOnce,
    Duration failureMemory,
    Duration discovery,
    Duration keyInterval) {
  /// How long a provider's keys are believed without asking again.
  static final Duration KEYS_FRESH = Duration.ofMinutes(5);

  public static final OidcLimits DEFAULT =
      new OidcLimits(
          60,
          Duration.ofMinutes(10),
          10_000,
          100,
          10_000,
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          Duration.ofSeconds(10),
          1 << 20,
          16,
          Duration.ofSeconds(15),
          Duration.ofHours(1),
          Duration.ofSeconds(30));

  public OidcLimits {
    if (keyInterval.compareTo(KEYS_FRESH) >= 0) {
      throw new IllegalArgumentException(
          "wayleave.oidc.key-interval must be less than "
              + KEYS_FRESH
              + ", after which keys are read again anyway");
    }
  }

  /// The defaults under what is configured.
  public static OidcLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.oidc.");
    return new OidcLimits(
        read.number("per-minute", DEFAULT.perMinute),
        read.duration("lifetime", DEFAULT.lifetime),
        read.number("under-way", DEFAULT.underWay),
        read.number("under-way-per-address", DEFAULT.underWayPerAddress),
        read.number("sessions", DEFAULT.sessions),
        read.duration("session-idle", DEFAULT.idle),
        read.duration("session-at-most", DEFAULT.atMost),
        read.duration("provider-timeout", DEFAULT.timeout),
        read.number("provider-answer-bytes", DEFAULT.answerBytes),
        read.number("provider-at-once", DEFAULT.atOnce),
        read.duration("provider-failure-memory", DEFAULT.failureMemory),
        read.duration("discovery-lifetime", DEFAULT.discovery),
        read.duration("key-interval", DEFAULT.keyInterval));
  }
}
