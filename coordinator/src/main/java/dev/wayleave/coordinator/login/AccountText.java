package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.page.Template.escaped;

import dev.wayleave.coordinator.page.Template;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/// What the page of a person's account shows, as HTML.
final class AccountText {
  private static final Template ACCOUNT = Template.beside(AccountText.class, "account.html");
  private static final Template LINK = Template.beside(AccountText.class, "account-link.html");

  private AccountText() {}

  static String account(User user, Set<Role> roles, String token) {
    return ACCOUNT.filled(
        Map.of(
            "name", escaped(user.label()),
            "email", escaped(user.email().isEmpty() ? "none" : user.email()),
            "roles", list(roles.stream().map(AccountText::name).toList()),
            "groups", list(user.groups()),
            "identities", identities(user, token),
            "token", escaped(token)));
  }

  private static String name(Role role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String list(Collection<String> words) {
    return words.isEmpty()
        ? "none"
        : words.stream().map(Template::escaped).collect(Collectors.joining(", "));
  }

  private static String identities(User user, String token) {
    boolean one = user.identities().size() == 1;
    return user.identities().stream()
        .map(identity -> identity(identity, one ? "" : unlink(identity, token)))
        .collect(Collectors.joining());
  }

  private static String identity(Identity identity, String unlink) {
    Identity.LastLogin last = identity.lastLogin();
    String issuer = Objects.requireNonNullElse(identity.issuer(), identity.identifier());
    return "<div class=\"sheet\"><bdi>"
        + escaped(issuer)
        + "</bdi><br><span class=\"faint\">"
        + (last == null
            ? "never used here"
            : "last used " + escaped(last.at().toString()) + " by " + escaped(last.by()))
        + "</span>"
        + unlink
        + "</div>";
  }

  private static String unlink(Identity identity, String token) {
    return "<form method=\"post\" action=\"/account/unlink\"><input type=\"hidden\" name=\"token\""
        + " value=\""
        + escaped(token)
        + "\"><input type=\"hidden\" name=\"identity\" value=\""
        + escaped(identity.identifier())
        + "\"><label class=\"check\"><input type=\"checkbox\" name=\"confirmed\" value=\"yes\""
        + " required><span>I do not log in this way any more.</span></label>"
        + "<button type=\"submit\" class=\"plain\">Take it away</button></form>";
  }

  /// The question whether a second login is the same person's.
  static String link(Visitor visitor, User user, String id, String token) {
    return LINK.filled(
        Map.of(
            "id", escaped(id),
            "token", escaped(token),
            "added", escaped(visitor.login().label()),
            "provider", escaped(visitor.login().provider().displayName()),
            "user", escaped(user.label())));
  }
}
