package dev.wayleave.coordinator.page;

import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/// A page in the look of all of them. What others said is escaped by whoever puts it in.
public final class Page {
  /// What a notice looks like.
  public enum Mood {
    GOOD,
    WORK,
    BAD
  }

  private static final Template PAGE = Template.beside(Page.class, "page.html");
  private static final String CSS = Template.text(Page.class, "page.css");

  /// Scripts, frames, images and foreign styles are of no use to a page, so none is allowed.
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(sha256(CSS))
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private Page() {}

  /// A page as HTML.
  ///
  /// @param title as text
  /// @param main as HTML
  public static String of(String title, String main) {
    return PAGE.filled(Map.of("title", Template.escaped(title), "css", CSS, "main", main));
  }

  /// A page that says one thing.
  public static String said(String title, Mood mood, String sentence) {
    return of(title, notice(mood, sentence));
  }

  /// A sentence in a box, as HTML.
  public static String notice(Mood mood, String sentence) {
    return "<p class=\"verdict "
        + mood.name().toLowerCase(Locale.ROOT)
        + "\" role=\"status\">"
        + Template.escaped(sentence)
        + "</p>";
  }

  /// Answers with a page that may be neither kept, framed nor scripted, and that tells no other
  /// site where somebody came from.
  public static void send(RoutingContext context, int status, String html) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("content-type", "text/html; charset=utf-8")
        .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
        .putHeader("x-content-type-options", "nosniff")
        .putHeader("x-frame-options", "DENY")
        .putHeader("referrer-policy", "no-referrer")
        .putHeader("cross-origin-opener-policy", "same-origin")
        .putHeader("cache-control", "no-store")
        .end(html)
        .onFailure(_ -> context.request().connection().close());
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
