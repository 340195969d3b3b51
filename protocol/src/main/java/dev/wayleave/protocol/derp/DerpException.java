package dev.wayleave.protocol.derp;

/// A peer does not keep to the protocol; the connection is to be closed.
public final class DerpException extends Exception {
  private static final long serialVersionUID = 1;

  /// What it did, for counters.
  public enum Reason {
    /// A frame is longer than its type or the limits allow.
    FRAME_TOO_LONG,
    /// A frame is shorter than the parts that it must have.
    FRAME_TOO_SHORT,
    /// A server's first frame does not begin as DERP does.
    NOT_DERP,
    /// A part has a value that means nothing.
    MEANINGLESS_VALUE,
    /// An info was not sealed between the two keys.
    BOX_NOT_OPENED,
    /// The text of an info is not the JSON that it should be.
    INFO_UNREADABLE
  }

  private final Reason reason;

  DerpException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
