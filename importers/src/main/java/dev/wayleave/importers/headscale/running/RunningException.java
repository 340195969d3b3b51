package dev.wayleave.importers.headscale.running;

/// A running server that could not be asked, or answered what is no answer.
///
/// The message is a clause for a person that begins with who was asked, and holds no secret.
public final class RunningException extends Exception {
  private static final long serialVersionUID = 1L;

  RunningException(String message) {
    super(message);
  }

  RunningException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The clause.
  public String clause() {
    return String.valueOf(getMessage());
  }
}
