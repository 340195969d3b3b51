package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.page.Template.escaped;

import dev.wayleave.coordinator.page.Page;
import dev.wayleave.coordinator.page.Template;
import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.User;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What pages show to people who log in at identity providers, as HTML.
final class PersonText {
  private static final Template DEVICE = Template.beside(PersonText.class, "person-device.html");
  private static final Template SESSION = Template.beside(PersonText.class, "person-session.html");

  private static final Template TAKING = Template.beside(PersonText.class, "account-taking.html");

  private PersonText() {}

  /// A button for each provider, which leads there and back to a page; nothing where there are
  /// none.
  ///
  /// @param fresh whether a login that was made before is not enough
  static String buttons(List<IdentityProvider> providers, String to, boolean fresh) {
    String back = URLEncoder.encode(to, StandardCharsets.UTF_8) + (fresh ? "&amp;fresh=1" : "");
    return providers.stream()
        .map(provider ->
            "<a class=\"button\" href=\"/oidc/login/"
                + provider.name()
                + "?to="
                + back
                + "\">Log in with "
                + escaped(provider.displayName())
                + "</a>")
        .collect(Collectors.joining("\n"));
  }

  /// For somebody who has not logged in.
  static String stranger(String heading, String sentence, String buttons) {
    return buttons.isEmpty()
        ? ""
        : "<h2>" + escaped(heading) + "</h2><p>" + escaped(sentence) + "</p><p>" + buttons + "</p>";
  }

  /// For somebody who has logged in and gets nowhere by it.
  static String notThisOne(Visitor visitor, String sentence, String buttons) {
    return heading(visitor)
        + Page.notice(Page.Mood.BAD, sentence)
        + (buttons.isEmpty() ? "" : "<p>" + buttons + "</p>");
  }

  /// The question whether the device is to be the visitor's.
  ///
  /// @param address where the visitor is
  static String device(
      Visitor visitor, WaitingDevice waiting, String address, String token, String buttons) {
    String os = waiting.os().isEmpty() ? "of an unknown system" : waiting.os();
    return heading(visitor)
        + DEVICE.filled(
            Map.of(
                "id", escaped(waiting.id()),
                "token", escaped(token),
                "hostname", escaped(hostname(waiting)),
                "os", escaped(os),
                "address", escaped(waiting.address()),
                "whose", escaped(whose(visitor)),
                "where", escaped(where(waiting.address(), address)),
                "buttons", buttons));
  }

  private static String hostname(WaitingDevice waiting) {
    String hostname = waiting.device().hostname();
    return hostname.isEmpty() ? "a device without a name" : hostname;
  }

  private static String whose(Visitor visitor) {
    return switch (visitor.owner()) {
      case LoginOwner.Newcomer _ ->
          "You are new in this tailnet, and become a user of it with this device."
              + (visitor.newcomersWait()
                  ? " It reaches nobody until an administrator has approved you."
                  : "");
      case LoginOwner.Known(User user) -> belongs(user);
      case LoginOwner.Awaited(User user, var _) ->
          belongs(user) + " This login is yours from then on.";
      case LoginOwner.Linked(User user) -> belongs(user) + " This login is yours from then on.";
      case LoginOwner.Unclear _ -> "";
    };
  }

  private static String belongs(User user) {
    return "It becomes a device of "
        + user.label()
        + (user.awaitingApproval() ? ", who waits for an administrator's approval." : ".");
  }

  private static String where(String device, String visitor) {
    return device.equals(visitor)
        ? "The device and you come from the same address."
        : "The device asks from " + device + ", and you come from " + visitor + ".";
  }

  /// The question whether the SSH session is the visitor's.
  static String session(Visitor visitor, WaitingSession waiting, String token) {
    return heading(visitor)
        + SESSION.filled(
            Map.of(
                "id", escaped(waiting.id()),
                "token", escaped(token),
                "source", escaped(waiting.sourceName()),
                "destination", escaped(waiting.destinationName()),
                "user", escaped(waiting.passage().localUser())));
  }

  /// The question whether a login is that of a user who has waited for it.
  static String taking(Visitor visitor, User user, String token) {
    return heading(visitor)
        + TAKING.filled(Map.of("token", escaped(token), "user", escaped(user.label())));
  }

  static String heading(Visitor visitor) {
    return "<h2>You are <bdi>" + escaped(visitor.label()) + "</bdi></h2>";
  }
}
