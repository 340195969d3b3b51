package dev.wayleave.coordinator.store;

/// The database could not be read or written; the message is a sentence for a person.
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
