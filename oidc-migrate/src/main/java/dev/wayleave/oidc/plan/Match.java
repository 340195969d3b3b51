package dev.wayleave.oidc.plan;

import java.util.Locale;

/// By what a user of the store and a person of the new provider are taken for one.
public enum Match {
  /// The e-mail address: before the `@` letter by letter, behind it in any letter case.
  EMAIL,
  /// The name, letter by letter.
  USERNAME,
  /// The subject, letter by letter: the provider moved and kept its people.
  SUB;

  /// Reads what [#toString] writes.
  ///
  /// @throws IllegalArgumentException with a sentence for a person
  public static Match parse(String text) {
    for (Match match : values()) {
      if (match.toString().equals(text)) {
        return match;
      }
    }
    throw new IllegalArgumentException(
        "users are matched by email, username or sub, and not by \"" + text + "\".");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
