package dev.wayleave.coordinator.security;

import java.util.Optional;

/// A key as someone presents it, taken apart.
///
/// @param prefix what it is found by
/// @param secret what it is proved by
record PresentedKey(String prefix, String secret) {
  private static final String HEAD = "hskey-api-";

  /// Longer than any key of any release.
  private static final int LONGEST = 256;

  /// Reads `hskey-api-PREFIX-SECRET` by its fixed lengths, for both parts may hold dashes, or the
  /// older `PREFIX.SECRET` with a prefix of any length.
  static Optional<PresentedKey> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (text.startsWith(HEAD)) {
      int dash = HEAD.length() + KeyMaker.PREFIX_LENGTH;
      boolean shaped =
          text.length() == dash + 1 + KeyMaker.SECRET_LENGTH && text.charAt(dash) == '-';
      return shaped
          ? Optional.of(
              new PresentedKey(text.substring(HEAD.length(), dash), text.substring(dash + 1)))
          : Optional.empty();
    }
    int dot = text.indexOf('.');
    return dot > 0 && dot < text.length() - 1
        ? Optional.of(new PresentedKey(text.substring(0, dot), text.substring(dot + 1)))
        : Optional.empty();
  }

  /// Names the prefix, never the secret.
  @Override
  public String toString() {
    return "PresentedKey(" + prefix + ")";
  }
}
