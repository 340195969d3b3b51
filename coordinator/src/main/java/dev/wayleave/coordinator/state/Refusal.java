package dev.wayleave.coordinator.state;

/// Why something asked for cannot be done, in one sentence for whoever asked.
public record Refusal(Reason reason, String sentence) {
  /// The kinds of refusal, which the API turns into status codes.
  public enum Reason {
    /// What it is about does not exist.
    NOT_FOUND,
    /// It contradicts what exists.
    CONFLICT,
    /// What it was thought out on has changed since.
    STALE,
    /// It asks for something that cannot be.
    INVALID
  }

  static <R> Decision<R> notFound(String what) {
    return Decision.refused(Reason.NOT_FOUND, "There is no " + what + ".");
  }
}
