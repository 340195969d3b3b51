package dev.wayleave.coordinator.security;

import java.util.Optional;

/// A key as someone presents it, taken apart.
///
/// @param prefix what it is found by
/// @param secret what it is proved by
record PresentedKey(String prefix, String secret) {
  private static final String HEAD = "hskey-api-";
  private static final String PRE_AUTH_HEAD = "hskey-auth-";

  /// Longer than any key of any release.
  private static final int LONGEST = 256;

  /// Reads `hskey-api-PREFIX-SECRET` by its fixed lengths, for both parts may hold dashes, or the
  /// older `PREFIX.SECRET` with a prefix of any length.
  static Optional<PresentedKey> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (text.startsWith(HEAD)) {
      return shaped(text, HEAD);
    }
    int dot = text.indexOf('.');
    return dot > 0 && dot < text.length() - 1
        ? Optional.of(new PresentedKey(text.substring(0, dot), text.substring(dot + 1)))
        : Optional.empty();
  }

  /// Reads `hskey-auth-PREFIX-SECRET`; older pre-auth keys have no parts.
  static Optional<PresentedKey> parsePreAuth(String text) {
    return text.startsWith(PRE_AUTH_HEAD) ? shaped(text, PRE_AUTH_HEAD) : Optional.empty();
  }

  private static Optional<PresentedKey> shaped(String text, String head) {
    int dash = head.length() + KeyMaker.PREFIX_LENGTH;
    boolean shaped = text.length() == dash + 1 + KeyMaker.SECRET_LENGTH && text.charAt(dash) == '-';
    return shaped
        ? Optional.of(
            new PresentedKey(text.substring(head.length(), dash), text.substring(dash + 1)))
        : Optional.empty();
  }

  /// Names the prefix, never the secret.
  @Override
  public String toString() {
    return "PresentedKey(" + prefix + ")";
  }
}
