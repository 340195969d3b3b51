package dev.wayleave.coordinator.tls;

/// A certificate cannot be had; the message is one sentence for the operator.
public final class TlsException extends Exception {
  private static final long serialVersionUID = 1;

  public TlsException(String message) {
    super(message);
  }

  public TlsException(String message, Throwable cause) {
    super(message, cause);
  }
}
