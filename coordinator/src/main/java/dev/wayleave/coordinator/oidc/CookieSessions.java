package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.state.ProvedLogin;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Sessions in memory, found by a cookie.
///
/// Each login gives the browser a new cookie and ends what it had, so that a cookie which somebody
/// planted before is worth nothing after. A session is about a provider as it was at the login: who
/// changes or disables the provider ends it. After a restart everybody logs in once more.
final class CookieSessions implements BrowserSessions {
  private record Session(ProvedLogin login, Instant begun, Instant seen) {}

  private final BrowserCookie cookie;
  private final Providers providers;
  private final InstantSource clock;
  private final OidcLimits limits;

  /// In the order in which they were last seen.
  private final Map<String, Session> sessions =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Session> eldest) {
          return size() > limits.sessions();
        }
      };

  CookieSessions(
      BrowserCookie cookie, Providers providers, InstantSource clock, OidcLimits limits) {
    this.cookie = cookie;
    this.providers = providers;
    this.clock = clock;
    this.limits = limits;
  }

  @Override
  public Optional<ProvedLogin> login(RoutingContext context) {
    return cookie.read(context).map(BrowserCookie::hash).flatMap(this::known);
  }

  private synchronized Optional<ProvedLogin> known(String id) {
    Session session = sessions.get(id);
    if (session == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    if (!now.isBefore(session.seen().plus(limits.idle()))
        || !now.isBefore(session.begun().plus(limits.atMost()))
        || !isInForce(session.login())) {
      sessions.remove(id);
      return Optional.empty();
    }
    sessions.put(id, new Session(session.login(), session.begun(), now));
    return Optional.of(session.login());
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
    Instant now = clock.instant();
    synchronized (this) {
      sessions.put(BrowserCookie.hash(fresh), new Session(login, now, now));
    }
  }

  @Override
  public void end(RoutingContext context) {
    cookie.read(context).ifPresent(this::forget);
    cookie.takeAway(context);
  }

  private synchronized void forget(String value) {
    sessions.remove(BrowserCookie.hash(value));
  }

  synchronized int size() {
    return sessions.size();
  }
}
