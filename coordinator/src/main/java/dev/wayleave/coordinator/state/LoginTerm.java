package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How long a login lasts: as the server's settings have it, or as the identity provider does.
///
/// @param ofServer whether the settings say it
/// @param end where they do not; null for ever
record LoginTerm(boolean ofServer, @Nullable Instant end) {
  static final LoginTerm OF_SERVER = new LoginTerm(true, null);

  /// The term of a login: until its token ends, or for the provider's own time, of which zero is
  /// for ever, as in Headscale; else the server's.
  static LoginTerm of(ProvedLogin login, Moment moment) {
    IdentityProvider.Term term = login.provider().term();
    Instant until = login.until();
    if (term.fromToken() && until != null) {
      return new LoginTerm(false, until);
    }
    String fixed = term.fixed();
    if (fixed == null) {
      return OF_SERVER;
    }
    return new LoginTerm(false, positive(fixed).map(moment.now()::plus).orElse(null));
  }

  /// When a login that begins now ends; null where it never does.
  ///
  /// Devices that tags own have nobody who could log in again, so theirs never ends, as in
  /// Headscale; others may ask for less than the settings give, not for more.
  @Nullable Instant end(Tailnet image, Owner owner, @Nullable Instant wanted, Instant beginning) {
    if (owner instanceof Owner.OfTags) {
      return null;
    }
    Instant given = ofServer ? length(image).map(beginning::plus).orElse(null) : end;
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
