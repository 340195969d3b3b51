package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.LoginOwner;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Somebody who has logged in with the browser that shows a page.
///
/// @param owner whose the login is on the image of this moment; who decides something asks again
/// @param newcomersWait whether an administrator has to let in who is new here
record Visitor(ProvedLogin login, LoginOwner owner, boolean newcomersWait) {
  /// The user whose login it is; nobody where that is somebody new or is not clear.
  Optional<User> user() {
    return switch (owner) {
      case LoginOwner.Known(User user) -> Optional.of(user);
      case LoginOwner.Awaited(User user, var _) -> Optional.of(user);
      case LoginOwner.Linked(User user) -> Optional.of(user);
      case LoginOwner.Newcomer _, LoginOwner.Unclear _ -> Optional.empty();
    };
  }

  /// What the visitor is called on a page.
  String label() {
    return user().map(User::label).orElseGet(login::label)
        + " ("
        + login.provider().displayName()
        + ")";
  }

  /// What a form is bound to: exactly this login. One that another login took the place of while
  /// the page was open confirms nothing.
  static String binding(ProvedLogin login) {
    return String.join(
        "\n",
        login.provider().name(),
        login.subject().issuer(),
        login.subject().subject(),
        login.proved().toString());
  }

  String binding() {
    return binding(login);
  }

  /// The roles of a user as they are once this login has been taken down.
  Set<Role> rolesOf(User user) {
    if (owner instanceof LoginOwner.Known && !isNews()) {
      return user.allRoles();
    }
    Set<Role> roles = new TreeSet<>(user.roles());
    roles.addAll(login.roles());
    user.identities().stream()
        .filter(identity -> !login.subject().is(identity))
        .map(Identity::lastLogin)
        .filter(Objects::nonNull)
        .forEach(last -> roles.addAll(last.roles()));
    return roles;
  }

  /// Whether the login has not been taken down yet for the user whose it is.
  boolean isNews() {
    return owner instanceof LoginOwner.Known(User user)
        && !user.suspended()
        && user.identities().stream()
            .filter(login.subject()::is)
            .map(Identity::lastLogin)
            .allMatch(last -> last == null || last.at().isBefore(login.proved()));
  }
}
