package dev.wayleave.coordinator.mail;

import dev.wayleave.coordinator.settings.ConfiguredLimits;
import java.time.Duration;
import org.eclipse.microprofile.config.Config;

/// How much replicas may have to say to each other.
///
/// @param letters that lie for one replica at most
/// @param characters of their bodies together
/// @param waiting letters of this replica that are not written yet
/// @param lives how long a letter lies; whoever does not take it by then is gone or overloaded
public record MailLimits(int letters, int characters, int waiting, Duration lives) {
  public static final MailLimits DEFAULT =
      new MailLimits(1_000, 16 << 20, 1_000, Duration.ofSeconds(30));

  /// The defaults under what is configured.
  public static MailLimits of(Config config) {
    ConfiguredLimits read = new ConfiguredLimits(config, "wayleave.mail.");
    return new MailLimits(
        read.number("letters", DEFAULT.letters),
        read.number("characters", DEFAULT.characters),
        read.number("waiting", DEFAULT.waiting),
        read.duration("lives", DEFAULT.lives));
  }
}
