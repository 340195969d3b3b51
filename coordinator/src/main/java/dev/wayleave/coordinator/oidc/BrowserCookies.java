package dev.wayleave.coordinator.oidc;

import io.vertx.ext.web.RoutingContext;
import java.security.SecureRandom;
import java.util.function.Predicate;

/// Makes cookies by which browsers are known again.
public final class BrowserCookies {
  private final SecureRandom random;
  private final Predicate<RoutingContext> isHttps;

  BrowserCookies(SecureRandom random, Predicate<RoutingContext> isHttps) {
    this.random = random;
    this.isHttps = isHttps;
  }

  /// The cookie of a name.
  public BrowserCookie named(String name) {
    return new BrowserCookie(name, random, isHttps);
  }
}
