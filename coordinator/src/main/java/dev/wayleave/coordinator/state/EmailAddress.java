package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.User;
import java.util.Collection;
import java.util.Locale;

/// Compares e-mail addresses where being the same makes two people one.
///
/// Letter case is set aside for ASCII alone: beyond it there are letters that fall together with an
/// ASCII one, such as the Kelvin sign with `k`, and their mail goes to somebody else.
final class EmailAddress {
  private EmailAddress() {}

  static boolean isSame(String one, String other) {
    boolean ascii = isAscii(one) && isAscii(other);
    return ascii ? lower(one).equals(lower(other)) : one.equals(other);
  }

  /// The address of a user: the e-mail address, else a name that is one.
  static String of(User user) {
    return user.email().isEmpty() && user.name().contains("@") ? user.name() : user.email();
  }

  static boolean isOf(User user, String address) {
    return !address.isEmpty() && isSame(of(user), address);
  }

  /// Whether an address is in one of the domains.
  static boolean isIn(String address, Collection<String> domains) {
    int at = address.lastIndexOf('@');
    String domain = address.substring(at + 1);
    return at > 0 && domains.stream().anyMatch(one -> isSame(one, domain));
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }
}
