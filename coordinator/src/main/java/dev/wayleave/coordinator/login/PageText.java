package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The page as HTML. Whatever a device says is escaped.
final class PageText {
  /// What a notice looks like.
  enum Mood {
    GOOD,
    WORK,
    BAD
  }

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
  private static final String PAGE = resource("page.html");
  private static final String CSS = resource("page.css");
  private static final String WAITING = resource("waiting.html");
  private static final String FORM = resource("form.html");
  private static final String SESSION = resource("session.html");
  private static final String SESSION_FORM = resource("session-form.html");

  /// Scripts, frames, images and foreign styles are of no use to the page, so none is allowed.
  static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'sha256-"
          + Base64.getEncoder().encodeToString(sha256(CSS))
          + "'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// How much of a key tells it from any other that somebody could make to look like it.
  private static final int FINGERPRINT_DIGITS = 32;

  private PageText() {}

  /// A page that says one thing.
  static String said(String title, Mood mood, String sentence) {
    return page(title, notice(mood, sentence));
  }

  /// The page of what waits.
  ///
  /// @param notice what is to be said above it, as HTML; may be empty
  /// @param form the form, as HTML, or what stands in its place
  static String waiting(Waiting waiting, String notice, String form) {
    return switch (waiting) {
      case WaitingDevice device -> device(device, notice, form);
      case WaitingSession session -> session(session, notice, form);
    };
  }

  private static String session(WaitingSession waiting, String notice, String form) {
    return page(
        "Let this session begin?",
        filled(
            SESSION,
            Map.of(
                "notice", notice,
                "source", escaped(waiting.sourceName()),
                "destination", escaped(waiting.destinationName()),
                "user", escaped(waiting.passage().localUser()),
                "address", escaped(waiting.address()),
                "until", TIME.format(waiting.until()),
                "id", escaped(waiting.id()),
                "form", form)));
  }

  private static String device(WaitingDevice waiting, String notice, String form) {
    Registration device = waiting.device();
    return page(
        "Let this device in?",
        filled(
            WAITING,
            Map.of(
                "notice", notice,
                "hostname", escaped(orNone(device.hostname())),
                "os", escaped(orNone(waiting.os())),
                "fingerprint", fingerprint(device.machineKey().toString()),
                "nodekey", fingerprint(device.nodeKey().toString()),
                "address", escaped(waiting.address()),
                "wishes", wishes(device),
                "until", TIME.format(waiting.until()),
                "id", escaped(waiting.id()),
                "form", form)));
  }

  static String form(Waiting waiting, String token) {
    String template =
        switch (waiting) {
          case WaitingDevice _ -> FORM;
          case WaitingSession _ -> SESSION_FORM;
        };
    String claims = waiting instanceof WaitingDevice device ? choices(device) : "";
    return filled(
        template, Map.of("id", escaped(waiting.id()), "token", escaped(token), "claims", claims));
  }

  /// Whoever has the address sees the page, so only what the machine's key proves is named on it: a
  /// host name alone must not tell whose devices there are.
  private static String choices(WaitingDevice waiting) {
    List<Claim> proven = waiting.claims().stream().filter(Claim::proven).toList();
    if (proven.isEmpty()) {
      return "";
    }
    return proven.stream()
        .map(PageText::choice)
        .collect(
            Collectors.joining(
                "",
                "<fieldset><legend>Imported nodes that it may be</legend>",
                "<label class=\"check\"><input type=\"radio\" name=\"claim\" value=\"\" checked>"
                    + "<span>None of them in particular.</span></label></fieldset>"));
  }

  private static String choice(Claim claim) {
    return "<label class=\"check\"><input type=\"radio\" name=\"claim\" value=\""
        + claim.node()
        + "\"><span><bdi>"
        + escaped(claim.sentence())
        + "</bdi></span></label>";
  }

  static String notice(Mood mood, String sentence) {
    return "<p class=\"verdict "
        + mood.name().toLowerCase(Locale.ROOT)
        + "\" role=\"status\">"
        + escaped(sentence)
        + "</p>";
  }

  private static String wishes(Registration device) {
    return wish("Wants tags", device.requestedTags().stream().map(TagName::value).toList())
        + wish("Offers routes", device.advertisedRoutes().stream().map(IpPrefix::toString).toList())
        + (device.ephemeral() ? "<dt>Ephemeral</dt><dd>yes</dd>" : "");
  }

  private static String wish(String what, List<String> values) {
    return values.isEmpty()
        ? ""
        : "<dt>"
            + what
            + "</dt><dd><bdi>"
            + values.stream().map(PageText::escaped).collect(Collectors.joining(", "))
            + "</bdi></dd>";
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "not said" : text;
  }

  private static String fingerprint(String key) {
    String digits = key.substring(key.indexOf(':') + 1);
    return digits.substring(0, FINGERPRINT_DIGITS).replaceAll("(.{4})(?!$)", "$1 ");
  }

  private static String page(String title, String main) {
    return filled(PAGE, Map.of("title", escaped(title), "css", CSS, "main", main));
  }

  /// Each place is filled once: what fills one is not looked at for others.
  private static String filled(String template, Map<String, String> values) {
    return PLACE
        .matcher(template)
        .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), "")));
  }

  /// Also without characters that are not seen but turn the direction of what follows.
  private static String escaped(String text) {
    return text.replaceAll("[\\p{Cf}\\p{Cc}\\p{Co}]", "\uFFFD")
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String resource(String name) {
    try (InputStream in = PageText.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new AssertionError(name + " is packed beside this class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
