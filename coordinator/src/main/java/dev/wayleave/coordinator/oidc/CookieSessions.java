package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Bound.Among;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptJson;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.state.ProvedLogin;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Sessions at all replicas, found by a cookie of which a row has the hash.
///
/// Each login gives the browser a new cookie and ends what it had, so that a cookie which somebody
/// planted before is worth nothing after. A session is about a provider as it was at the login: who
/// changes or disables the provider ends it.
final class CookieSessions implements BrowserSessions {
  private static final KeptKind KIND = KeptKind.BROWSER;

  /// A session that was seen less than so long ago is not written again: not each page is a write.
  private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

  private final KeptRows kept;
  private final BrowserCookie cookie;
  private final Providers providers;
  private final InstantSource clock;
  private final OidcLimits limits;

  CookieSessions(
      KeptRows kept,
      BrowserCookie cookie,
      Providers providers,
      InstantSource clock,
      OidcLimits limits) {
    this.kept = kept;
    this.cookie = cookie;
    this.providers = providers;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public Optional<ProvedLogin> login(RoutingContext context) {
    return cookie.read(context).map(BrowserCookie::hash).flatMap(this::known);
  }

  private Optional<ProvedLogin> known(String id) {
    Instant now = clock.instant();
    Kept session = kept.find(KIND, id, now).orElse(null);
    if (session == null) {
      return Optional.empty();
    }
    Optional<ProvedLogin> login =
        KeptJson.read(ProvedLogin.class, session.body()).filter(this::isInForce);
    if (login.isEmpty()) {
      kept.forget(KIND, id);
    } else if (!now.isBefore(session.seen().plus(SEEN_EVERY))) {
      kept.seen(KIND, id, now, until(session.begun(), now));
    }
    return login;
  }

  private Instant until(Instant begun, Instant seen) {
    Instant idle = seen.plus(limits.idle());
    Instant last = begun.plus(limits.atMost());
    return idle.isBefore(last) ? idle : last;
  }

  private boolean isInForce(ProvedLogin login) {
    return providers
        .enabled(login.provider().name())
        .filter(known -> known.provider().equals(login.provider()))
        .isPresent();
  }

  /// Remembers a login of this browser in place of the one before.
  void begin(RoutingContext context, ProvedLogin login) {
    cookie.read(context).ifPresent(this::forget);
    String fresh = cookie.give(context);
    Instant now = Kept.exact(clock.instant());
    kept.keep(
        Kept.of(KIND, BrowserCookie.hash(fresh), KeptJson.write(login), now, until(now, now)),
        List.of(Bound.oldestGivesWay(Among.ALL, limits.sessions())));
  }

  @Override
  public void end(RoutingContext context) {
    cookie.read(context).ifPresent(this::forget);
    cookie.takeAway(context);
  }

  private void forget(String value) {
    kept.forget(KIND, BrowserCookie.hash(value));
  }
}
