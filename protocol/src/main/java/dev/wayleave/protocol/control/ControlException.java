package dev.wayleave.protocol.control;

/// Something in front of the Noise transport, or in its first bytes, that no peer sends.
///
/// The message does not repeat what came from outside, so it may be logged and sent back.
public final class ControlException extends Exception {
  private static final long serialVersionUID = 1L;

  /// What was wrong; one value for each thing that a metric may want to count apart.
  public enum Reason {
    /// The request asks for no other protocol.
    NO_UPGRADE,
    /// The request asks for a protocol that is not spoken here.
    UNKNOWN_PROTOCOL,
    /// The first message of the handshake is missing.
    NO_HANDSHAKE,
    /// The first message of the handshake is not base64, or not such a message.
    BAD_HANDSHAKE,
    /// An early payload says that it is longer than one can be.
    EARLY_PAYLOAD_TOO_LONG,
    /// An early payload is not its JSON.
    BAD_EARLY_PAYLOAD,
    /// A reply to `/key` is not its JSON.
    BAD_KEY_REPLY
  }

  private final Reason reason;

  ControlException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  ControlException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
