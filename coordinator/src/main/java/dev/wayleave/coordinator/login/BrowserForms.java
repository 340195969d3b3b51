package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.security.Callers;
import dev.wayleave.coordinator.settings.SettingsInForce;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The forms of pages, bound to the browser that was shown them and to what they are about.
@Singleton
final class BrowserForms {
  private static final String COOKIE = "wayleave-login";

  private final FormToken forms;
  private final Supplier<SettingsInForce> settings;

  BrowserForms(SecureRandom random, Supplier<SettingsInForce> settings) {
    this.forms = new FormToken(random, () -> settings.get().noiseKeys().stream().findFirst());
    this.settings = settings;
  }

  /// What the form of a page holds.
  ///
  /// @param path where its cookie goes back to
  /// @param about what the form decides on, and as whom
  String token(RoutingContext context, String path, String about) {
    // A page may hold several forms, and a browser keeps one cookie.
    String known = context.get(COOKIE);
    String cookie = known == null ? forms.cookie(presented(context)) : known;
    context.put(COOKIE, cookie);
    context
        .response()
        .addCookie(
            Cookie.cookie(COOKIE, cookie)
                .setPath(path)
                .setHttpOnly(true)
                .setSecure(isHttps(context))
                .setSameSite(CookieSameSite.STRICT));
    return forms.token(about, cookie);
  }

  /// Whether a form is the one that this browser was shown about exactly this.
  boolean isRight(RoutingContext context, String about) {
    return forms.isRight(about, presented(context), field(context, "token"));
  }

  private static @Nullable String presented(RoutingContext context) {
    Cookie known = context.request().getCookie(COOKIE);
    return known == null ? null : known.getValue();
  }

  /// Whether nobody between the browser and here can read what is entered. A proxy that ends TLS is
  /// believed where the server's own URL says that there is one.
  boolean isConfidential(RoutingContext context) {
    return isHttps(context) || Callers.isConfidential(context);
  }

  boolean isHttps(RoutingContext context) {
    return context.request().isSSL() || settings.get().serverUrl().startsWith("https://");
  }

  /// What was entered, empty where nothing was.
  static String field(RoutingContext context, String name) {
    String value = context.request().getFormAttribute(name);
    return value == null ? "" : value;
  }
}
