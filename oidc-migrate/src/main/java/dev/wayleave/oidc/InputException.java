package dev.wayleave.oidc;

import java.io.Serial;

/// Something that was handed in cannot be used; the message is one sentence with what happened,
/// where, and what to do.
public final class InputException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public InputException(String sentence) {
    super(sentence);
  }

  public InputException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
