package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.User;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// The words by which a policy means a user: `NAME@` and the e-mail address, letter case aside.
final class LoginNames {
  private LoginNames() {}

  static Set<String> of(User user) {
    Set<String> names = new TreeSet<>();
    if (!user.name().isEmpty()) {
      names.add(folded(user.name() + "@"));
    }
    String address = EmailAddress.of(user);
    if (!address.isEmpty()) {
      names.add(folded(address));
    }
    return names;
  }

  static String folded(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
