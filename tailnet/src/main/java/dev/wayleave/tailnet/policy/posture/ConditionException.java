package dev.wayleave.tailnet.policy.posture;

/// Why a text is no condition; the message is a clause without the place.
public final class ConditionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  ConditionException(int offset, String reason) {
    super(reason);
    this.offset = offset;
  }

  /// The place of the fault in the condition, in characters from 0.
  public int offset() {
    return offset;
  }

  /// The clause, for example `expected a quoted string, a number, true or false`.
  public String reason() {
    return String.valueOf(getMessage());
  }
}
