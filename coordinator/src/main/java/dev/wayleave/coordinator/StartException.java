package dev.wayleave.coordinator;

/// A start that cannot succeed; the message is one sentence for a person.
final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  StartException(String sentence) {
    super(sentence);
  }

  StartException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
