package dev.wayleave.coordinator.mail;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Something that one replica says to others.
///
/// @param recipient null where it is for every other replica that lives
/// @param kind who reads it
/// @param body in the form that the kind has
public record Letter(UUID sender, @Nullable UUID recipient, String kind, String body) {
  /// The answer of a client that is a megabyte long, in base64 within JSON, and then some.
  public static final int MAX_CHARACTERS = 2 << 20;

  public Letter {
    if (body.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "a letter has at most %d characters, not %d".formatted(MAX_CHARACTERS, body.length()));
    }
  }
}
