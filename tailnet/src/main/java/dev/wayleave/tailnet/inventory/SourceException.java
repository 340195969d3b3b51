package dev.wayleave.tailnet.inventory;

/// A source that cannot be read at all.
///
/// The message is one sentence for a person: what happened, where, what to do. It never holds a
/// secret.
public final class SourceException extends Exception {
  private static final long serialVersionUID = 1L;

  public SourceException(String message) {
    super(message);
  }

  public SourceException(String message, Throwable cause) {
    super(message, cause);
  }
}
