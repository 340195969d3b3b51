package dev.wayleave.oidc.spelling;

import java.util.Locale;

/// How e-mail addresses are compared.
///
/// Who is behind an address is for its domain to say, and a domain may tell `Ann@` from `ann@` (RFC
/// 5321, section 2.4); so only the domain is compared in any letter case.
public final class EmailAddress {
  private EmailAddress() {}

  /// What two addresses have in common that mean one mailbox.
  public static String key(String email) {
    int at = email.lastIndexOf('@');
    return at < 0
        ? email
        : email.substring(0, at + 1) + email.substring(at + 1).toLowerCase(Locale.ROOT);
  }
}
