package dev.wayleave.coordinator.api.v1alpha;

/// A request that says something it must not; the message is a sentence for whoever sent it.
final class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInputException(String sentence) {
    super(sentence);
  }
}
