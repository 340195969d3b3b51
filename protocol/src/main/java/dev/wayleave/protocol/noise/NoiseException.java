package dev.wayleave.protocol.noise;

/// Bytes that are not what the protocol says they must be; the connection ends with it.
///
/// The message repeats neither keys nor received bytes, so it may be logged.
public final class NoiseException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What was wrong; one value for each thing that a metric may want to count apart.
  public enum Reason {
    /// The type byte is not the one that must come here.
    WRONG_TYPE,
    /// A handshake message is shorter or longer than its one size.
    WRONG_LENGTH,
    /// A record is longer than [RecordFrame#MAX_SIZE].
    RECORD_TOO_LONG,
    /// A record is too short to hold a tag.
    RECORD_TOO_SHORT,
    /// A public key gives a shared secret that everyone knows.
    LOW_ORDER_POINT,
    /// A tag does not match: changed, replayed or reordered bytes, or another key.
    NOT_AUTHENTIC,
    /// The server answered a handshake with a refusal.
    REFUSED_BY_SERVER,
    /// Every nonce of a key is used; the protocol has no new key for such a connection.
    NONCES_EXHAUSTED,
    /// This direction was closed, or failed before.
    CLOSED
  }

  private final Reason reason;

  NoiseException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  NoiseException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
