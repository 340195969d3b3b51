package dev.wayleave.coordinator.kept;

/// What is kept cannot be read or written, because the database does not answer.
public final class KeptException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public KeptException(Throwable cause) {
    super("The coordinator's database does not answer; try again in a moment.", cause);
  }
}
