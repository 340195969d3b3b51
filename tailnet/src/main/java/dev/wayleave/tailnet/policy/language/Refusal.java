package dev.wayleave.tailnet.policy.language;

/// A text in a policy that has no meaning, on its way to the reader that knows its place.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  Refusal(String message) {
    // A refusal is an answer, not a failure: nobody reads its stack, and a policy may hold many.
    super(message, null, false, false);
  }

  /// The message, which is always there.
  String what() {
    return String.valueOf(getMessage());
  }
}
