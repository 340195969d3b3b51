package dev.wayleave.oidc.plan;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// What was found for a user's identity.
public enum MatchClass {
  /// The new identity is known.
  MATCHED,
  /// More than one new identity may be meant.
  AMBIGUOUS,
  /// No new identity was found.
  UNMATCHED,
  /// The new identity would be another user's too.
  COLLISION,
  /// The identity is one of the new provider.
  ALREADY_NEW,
  /// The new identity becomes known at the first login.
  EXPECTED;

  /// As it is written: `already-new`.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
