package dev.wayleave.protocol.stun;

/// A datagram is not the STUN message that was expected; it is to be dropped.
public final class StunException extends Exception {
  private static final long serialVersionUID = 1;

  /// What it is, for counters.
  public enum Reason {
    /// It does not begin as STUN does.
    NOT_STUN,
    /// It is longer than a message without authentication ever is, or has too many attributes.
    TOO_LONG,
    /// It is STUN, but of another type.
    OTHER_TYPE,
    /// Its attributes do not fit into it.
    MALFORMED_ATTRIBUTES,
    /// Its fingerprint is another than the one of its bytes.
    WRONG_FINGERPRINT,
    /// It is an answer without an address.
    NO_ADDRESS
  }

  private final Reason reason;

  StunException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
