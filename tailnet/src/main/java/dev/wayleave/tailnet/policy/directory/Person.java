package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// A user as a policy sees them.
///
/// @param email the login name before and after the `@`; empty where the user has none
/// @param roles those given here and those that the user's identity providers give
/// @param groups the groups of the policy into which the user's identity providers put the user
public record Person(UserId id, String name, String email, Set<Role> roles, Set<String> groups) {
  static Person of(User user) {
    String email =
        !user.email().isEmpty() ? user.email() : user.name().contains("@") ? user.name() : "";
    return new Person(user.id(), user.name(), email, user.allRoles(), user.groups());
  }

  /// The login in a sentence: the e-mail address, else `name@`.
  public String login() {
    return email.isEmpty() ? name + "@" : email;
  }

  /// What stands before the last `@` of the login.
  public Optional<String> localpart() {
    int at = email.lastIndexOf('@');
    return at < 0 ? Optional.empty() : Optional.of(email.substring(0, at));
  }

  /// What stands after the last `@` of the login, in lower case.
  public Optional<String> domain() {
    int at = email.lastIndexOf('@');
    return at < 0
        ? Optional.empty()
        : Optional.of(email.substring(at + 1).toLowerCase(Locale.ROOT));
  }

  /// Whether the user is in one of the groups that stand for roles. The owner is an admin too.
  public boolean isIn(AutoGroup group) {
    return switch (group) {
      case OWNER -> roles.contains(Role.OWNER);
      case ADMIN -> roles.contains(Role.ADMIN) || roles.contains(Role.OWNER);
      case NETWORK_ADMIN -> roles.contains(Role.NETWORK_ADMIN);
      case IT_ADMIN -> roles.contains(Role.IT_ADMIN);
      case BILLING_ADMIN -> roles.contains(Role.BILLING_ADMIN);
      case AUDITOR -> roles.contains(Role.AUDITOR);
      case MEMBER -> true;
      case TAGGED, SELF, INTERNET, DANGER_ALL, SHARED, NONROOT -> false;
    };
  }
}
