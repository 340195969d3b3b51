package dev.wayleave.coordinator.state;

import org.jspecify.annotations.Nullable;

/// A command that could not be carried through, for no fault of its own.
public final class StateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// What is known of the command's fate.
  public enum Kind {
    /// Too many commands wait; it was not taken.
    OVERLOADED,
    /// It was not carried out.
    NOT_DONE,
    /// The database went away in the middle; nobody can tell yet.
    UNKNOWN
  }

  private final Kind kind;

  StateException(Kind kind, String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
