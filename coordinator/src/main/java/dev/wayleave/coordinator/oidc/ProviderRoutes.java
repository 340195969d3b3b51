package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.page.Template;
import dev.wayleave.coordinator.page.Unavailable;
import dev.wayleave.coordinator.proxy.SourceNetwork;
import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.tailnet.model.IdentityProvider;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `GET /oidc/login/NAME?to=PATH` sends a browser to a provider; `GET /oidc/callback`, where
/// Headscale has it, and `GET /oidc/callback/NAME` take it back.
@Singleton
final class ProviderRoutes {
  private static final String BACK_SOON = "15";

  private final ProviderLogins logins;
  private final CookieSessions sessions;
  private final BrowserCookie browser;
  private final FailureLimit pages;
  private final LoginMeters meters;

  ProviderRoutes(
      ProviderLogins logins,
      CookieSessions sessions,
      BrowserCookie browser,
      InstantSource clock,
      OidcLimits limits,
      LoginMeters meters) {
    this.meters = meters;
    this.logins = logins;
    this.sessions = sessions;
    this.browser = browser;
    this.pages = new FailureLimit(clock, limits.perMinute(), Duration.ofMinutes(1));
  }

  void route(@Observes Router router) {
    route(router, "/oidc/login/:name", this::login);
    route(router, "/oidc/callback", context -> back(context, IdentityProvider.HEADSCALES));
    route(router, "/oidc/callback/:name", context -> back(context, name(context)));
  }

  private void route(Router router, String path, Handler<RoutingContext> handler) {
    router
        .get(path)
        .handler(this::limit)
        // A provider takes its time.
        .blockingHandler(handler, false)
        .failureHandler(Unavailable::answer);
  }

  private void limit(RoutingContext context) {
    String source = source(context);
    if (pages.isExceeded(source)) {
      meters.failed(named(context), Kind.TOO_MANY);
      fail(
          context,
          new LoginFailedException(
              Kind.TOO_MANY, "Too many logins come from your address; wait a minute."));
      return;
    }
    pages.failed(source);
    context.next();
  }

  private static String source(RoutingContext context) {
    return SourceNetwork.ofText(Callers.address(context));
  }

  /// The provider that an address is about: Headscale's callback names none.
  private static String named(RoutingContext context) {
    return context.pathParam("name") == null ? IdentityProvider.HEADSCALES : name(context);
  }

  private static String name(RoutingContext context) {
    return String.valueOf(context.pathParam("name"));
  }

  private void login(RoutingContext context) {
    List<String> wanted = context.queryParam("to");
    Optional<String> to =
        wanted.isEmpty()
            ? Optional.of(ReturnPath.DEFAULT)
            : ReturnPath.of(wanted.size() == 1 ? wanted.getFirst() : null);
    try {
      if (to.isEmpty()) {
        throw new LoginFailedException(
            Kind.NOT_OURS, "The page to come back to is none of this server; begin again there.");
      }
      boolean fresh = context.queryParam("fresh").contains("1");
      String cookie = browser.read(context).orElseGet(() -> browser.give(context));
      String away =
          logins
              .begin(name(context), BrowserCookie.hash(cookie), source(context), to.get(), fresh)
              .toString();
      meters.begun(name(context));
      redirect(context, away);
    } catch (LoginFailedException e) {
      meters.failed(name(context), e.kind());
      fail(context, e, to.orElse(ReturnPath.DEFAULT));
    }
  }

  private void back(RoutingContext context, String name) {
    Map<String, List<String>> parameters = new HashMap<>();
    context
        .queryParams()
        .names()
        .forEach(parameter -> parameters.put(parameter, context.queryParam(parameter)));
    String cookie = browser.read(context).map(BrowserCookie::hash).orElse("");
    try {
      ProviderLogins.Done done = logins.finish(name, cookie, parameters);
      sessions.begin(context, done.login());
      meters.proved(done.login());
      redirect(context, done.to());
    } catch (LoginFailedException e) {
      meters.failed(name, e.kind());
      fail(context, e);
    }
  }

  private static void redirect(RoutingContext context, String to) {
    context
        .response()
        .setStatusCode(302)
        .putHeader("location", to)
        .putHeader("cache-control", "no-store")
        .putHeader("referrer-policy", "no-referrer")
        .end()
        .onFailure(_ -> context.request().connection().close());
  }

  private static void fail(RoutingContext context, LoginFailedException e) {
    answer(context, e, "");
  }

  private static void fail(RoutingContext context, LoginFailedException e, String to) {
    answer(context, e, "<p><a href=\"" + Template.escaped(to) + "\">Go back</a></p>");
  }

  private static void answer(RoutingContext context, LoginFailedException e, String more) {
    if (e.kind() == Kind.TOO_MANY || e.kind() == Kind.UNAVAILABLE) {
      context.response().putHeader("retry-after", BACK_SOON);
    }
    Page.Mood mood = e.kind() == Kind.NOT_ALLOWED ? Page.Mood.BAD : Page.Mood.WORK;
    Page.send(
        context,
        e.kind().status(),
        Page.of("You are not logged in", Page.notice(mood, e.sentence()) + more));
  }
}
