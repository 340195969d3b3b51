package dev.wayleave.protocol.wire;

/// A message is not what it should be; the sentence names the place and repeats nothing of the
/// message, which may hold secrets.
public final class WireException extends Exception {
  private static final long serialVersionUID = 1;

  WireException(String message) {
    super(message);
  }
}
