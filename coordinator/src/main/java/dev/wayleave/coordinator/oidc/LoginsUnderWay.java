package dev.wayleave.coordinator.oidc;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The logins that are at a provider. Each is taken once.
///
/// The table is bounded: a source has so many, and of all the oldest gives way, so that a flood
/// would have to be as fast as people are slow to keep them from logging in.
final class LoginsUnderWay {
  private final InstantSource clock;
  private final OidcLimits limits;
  private final Map<String, LoginUnderWay> byState = new LinkedHashMap<>();
  private final Map<String, Integer> bySource = new HashMap<>();

  LoginsUnderWay(InstantSource clock, OidcLimits limits) {
    this.clock = clock;
    this.limits = limits;
  }

  /// Whether there is room; where the source has too many already there is none.
  synchronized boolean put(LoginUnderWay login) {
    sweep();
    if (bySource.getOrDefault(login.source(), 0) >= limits.underWayPerAddress()) {
      return false;
    }
    if (byState.size() >= limits.underWay()) {
      removeOldest();
    }
    byState.put(login.state(), login);
    bySource.merge(login.source(), 1, Integer::sum);
    return true;
  }

  /// The login of a state that this browser has begun, for the first who asks. A state that another
  /// browser shows stays where it is: nobody can end the login of somebody else.
  synchronized Optional<LoginUnderWay> take(String state, String browser) {
    sweep();
    LoginUnderWay login = byState.get(state);
    if (login == null || !login.browser().equals(browser)) {
      return Optional.empty();
    }
    byState.remove(state);
    forget(login);
    return Optional.of(login);
  }

  synchronized int size() {
    return byState.size();
  }

  /// They stand in the order of their beginning.
  private void sweep() {
    Instant oldest = clock.instant().minus(limits.lifetime());
    Iterator<LoginUnderWay> logins = byState.values().iterator();
    while (logins.hasNext()) {
      LoginUnderWay login = logins.next();
      if (login.since().isAfter(oldest)) {
        return;
      }
      logins.remove();
      forget(login);
    }
  }

  private void removeOldest() {
    Iterator<LoginUnderWay> logins = byState.values().iterator();
    LoginUnderWay oldest = logins.next();
    logins.remove();
    forget(oldest);
  }

  private void forget(LoginUnderWay login) {
    bySource.computeIfPresent(login.source(), (_, count) -> count == 1 ? null : count - 1);
  }
}
