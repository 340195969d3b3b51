package dev.wayleave.importers.tailscale.api;

/// The API cannot be asked any further; the message is one sentence for a person and holds no
/// secret.
public final class HostedException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why it cannot be asked.
  public enum Reason {
    /// No credential, one that is not taken, or one that ended.
    CREDENTIAL,
    /// Nobody answers, or only with errors that pass.
    UNREACHABLE,
    /// Something answers that is not the API, or not the one that was meant.
    ANSWER,
    /// The time for all of it is over.
    DEADLINE,
    /// The folder cannot take it.
    FOLDER
  }

  private final Reason reason;

  public HostedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public HostedException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
