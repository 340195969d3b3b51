package dev.wayleave.coordinator.ask;

import java.util.Optional;
import java.util.UUID;

/// What a question is called in the URL of its answer: something that nobody can guess, and the
/// replica that asked, for the answer may reach another one.
///
/// @param secret 32 hexadecimal digits
record QuestionId(String secret, UUID replica) {
  private static final int SECRET_DIGITS = 32;
  private static final int LENGTH = SECRET_DIGITS + 1 + 36;

  static Optional<QuestionId> parse(String text) {
    if (text.length() != LENGTH || text.charAt(SECRET_DIGITS) != '-') {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new QuestionId(
              text.substring(0, SECRET_DIGITS),
              UUID.fromString(text.substring(SECRET_DIGITS + 1))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return secret + "-" + replica;
  }
}
