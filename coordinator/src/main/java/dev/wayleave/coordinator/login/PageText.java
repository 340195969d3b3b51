package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.page.Template.escaped;
import static java.util.Map.entry;

import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.page.Template;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// What the page shows, as HTML. Whatever a device says is escaped.
final class PageText {
  private static final Template WAITING = Template.beside(PageText.class, "waiting.html");
  private static final Template FORM = Template.beside(PageText.class, "form.html");
  private static final Template SESSION = Template.beside(PageText.class, "session.html");
  private static final Template SESSION_FORM = Template.beside(PageText.class, "session-form.html");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// How much of a key tells it from any other that somebody could make to look like it.
  private static final int FINGERPRINT_DIGITS = 32;

  private PageText() {}

  /// The page of what waits.
  ///
  /// @param notice what is to be said above it, as HTML; may be empty
  /// @param person what is for people who log in, as HTML; may be empty
  /// @param form the form, as HTML, or what stands in its place
  static String waiting(Waiting waiting, String notice, String person, String form) {
    return switch (waiting) {
      case WaitingDevice device -> device(device, notice, person, form);
      case WaitingSession session -> session(session, notice, person, form);
    };
  }

  private static String session(WaitingSession waiting, String notice, String person, String form) {
    return Page.of(
        "Let this session begin?",
        SESSION.filled(
            Map.of(
                "notice", notice,
                "source", escaped(waiting.sourceName()),
                "destination", escaped(waiting.destinationName()),
                "user", escaped(waiting.passage().localUser()),
                "address", escaped(waiting.address()),
                "until", TIME.format(waiting.until()),
                "id", escaped(waiting.id()),
                "person", person,
                "form", form)));
  }

  private static String device(WaitingDevice waiting, String notice, String person, String form) {
    Registration device = waiting.device();
    return Page.of(
        "Let this device in?",
        WAITING.filled(
            Map.ofEntries(
                entry("notice", notice),
                entry("hostname", escaped(orNone(device.hostname()))),
                entry("os", escaped(orNone(waiting.os()))),
                entry("fingerprint", fingerprint(device.machineKey().toString())),
                entry("nodekey", fingerprint(device.nodeKey().toString())),
                entry("address", escaped(waiting.address())),
                entry("wishes", wishes(device)),
                entry("until", TIME.format(waiting.until())),
                entry("id", escaped(waiting.id())),
                entry("person", person),
                entry("form", form))));
  }

  static String form(Waiting waiting, String token) {
    Template template =
        switch (waiting) {
          case WaitingDevice _ -> FORM;
          case WaitingSession _ -> SESSION_FORM;
        };
    String claims = waiting instanceof WaitingDevice device ? choices(device) : "";
    return template.filled(
        Map.of("id", escaped(waiting.id()), "token", escaped(token), "claims", claims));
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
            + values.stream().map(Template::escaped).collect(Collectors.joining(", "))
            + "</bdi></dd>";
  }

  private static String orNone(String text) {
    return text.isEmpty() ? "not said" : text;
  }

  private static String fingerprint(String key) {
    String digits = key.substring(key.indexOf(':') + 1);
    return digits.substring(0, FINGERPRINT_DIGITS).replaceAll("(.{4})(?!$)", "$1 ");
  }
}
