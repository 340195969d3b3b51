package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.state.ProvedLogin;
import io.restassured.RestAssured;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Browsers in which somebody has logged in, without the way to a provider and back: the session is
/// the application's own.
@Singleton
public final class SeatedPeople {
  private static final String PATH = "/oidc/seated/";
  private static final String COOKIE = "wayleave-session";

  private static final Map<String, ProvedLogin> COMING = new ConcurrentHashMap<>();
  private static final Map<String, String> COOKIES = new ConcurrentHashMap<>();

  private final CookieSessions sessions;

  SeatedPeople(CookieSessions sessions) {
    this.sessions = sessions;
  }

  void route(@Observes Router router) {
    router.post(PATH + ":browser").blockingHandler(this::begin, false);
  }

  private void begin(RoutingContext context) {
    ProvedLogin login = COMING.remove(String.valueOf(context.pathParam("browser")));
    if (login == null) {
      context.response().setStatusCode(404).end().onFailure(_ -> {});
      return;
    }
    sessions.begin(context, login);
    context.response().setStatusCode(204).end().onFailure(_ -> {});
  }

  /// Somebody logs in with a browser that a test gives a name.
  public static void logIn(String browser, ProvedLogin login) {
    COMING.put(browser, login);
    String cookie =
        RestAssured.given()
            .cookies(cookies(browser))
            .post(PATH + browser)
            .then()
            .statusCode(204)
            .extract()
            .cookie(COOKIE);
    COOKIES.put(browser, cookie);
  }

  /// What a browser presents; nothing where nobody has logged in with it.
  public static Map<String, String> cookies(String browser) {
    String cookie = COOKIES.get(browser);
    return cookie == null ? Map.of() : Map.of(COOKIE, cookie);
  }

  /// Every browser is a new one.
  public static void forget() {
    COOKIES.clear();
  }
}
