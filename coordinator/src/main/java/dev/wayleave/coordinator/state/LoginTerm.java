package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a login lasts.
final class LoginTerm {
  private LoginTerm() {}

  /// When a login that begins now ends; null where it never does.
  ///
  /// Devices that tags own have nobody who could log in again, so theirs never ends, as in
  /// Headscale; others may ask for less than the settings give, not for more.
  static @Nullable Instant end(
      Tailnet image, Owner owner, @Nullable Instant wanted, Instant beginning) {
    if (owner instanceof Owner.OfTags) {
      return null;
    }
    Instant given = length(image).map(beginning::plus).orElse(null);
    if (wanted == null || given == null) {
      return wanted == null ? given : wanted;
    }
    return wanted.isBefore(given) ? wanted : given;
  }

  private static Optional<Duration> length(Tailnet image) {
    return image.server().map(ServerSettings::nodeExpiry).flatMap(LoginTerm::positive);
  }

  private static Optional<Duration> positive(String text) {
    try {
      return Optional.of(Duration.parse(text)).filter(Duration::isPositive);
    } catch (DateTimeParseException e) {
      // Importers write what they could read, so what is not a duration was never one.
      return Optional.empty();
    }
  }
}
