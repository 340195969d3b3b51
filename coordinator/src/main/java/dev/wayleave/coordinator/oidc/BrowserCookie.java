package dev.wayleave.coordinator.oidc;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A cookie with a random value by which a browser is known again.
///
/// It comes along when another site sends the browser here, as providers do (SameSite=Lax), and no
/// script reads it. Over HTTPS its name begins with `__Host-`, so that no other host of the domain
/// can set it for this one.
///
/// @param isHttps whether the browser speaks HTTPS, with a proxy or with this process
public record BrowserCookie(String name, SecureRandom random, Predicate<RoutingContext> isHttps) {
  private static final int BYTES = 32;
  private static final Pattern VALUE = Pattern.compile("[0-9a-f]{" + 2 * BYTES + "}");
  private static final HexFormat HEX = HexFormat.of();

  /// The value that the browser presents.
  public Optional<String> read(RoutingContext context) {
    Cookie cookie = context.request().getCookie(nameFor(context));
    return Optional.ofNullable(cookie)
        .map(Cookie::getValue)
        .filter(value -> VALUE.matcher(value).matches());
  }

  /// Gives the browser a value that nobody has had before.
  public String give(RoutingContext context) {
    byte[] fresh = new byte[BYTES];
    random.nextBytes(fresh);
    String value = HEX.formatHex(fresh);
    context.response().addCookie(cookie(context, value));
    return value;
  }

  void takeAway(RoutingContext context) {
    context.response().addCookie(cookie(context, "").setMaxAge(0));
  }

  private Cookie cookie(RoutingContext context, String value) {
    return Cookie.cookie(nameFor(context), value)
        .setPath("/")
        .setHttpOnly(true)
        .setSecure(isHttps.test(context))
        .setSameSite(CookieSameSite.LAX);
  }

  private String nameFor(RoutingContext context) {
    return isHttps.test(context) ? "__Host-" + name : name;
  }

  /// What stands in a table for a value, so that who reads the memory has no cookie.
  public static String hash(String value) {
    try {
      return HEX.formatHex(
          MessageDigest.getInstance("SHA-256").digest(value.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
