package dev.wayleave.tailnet.policy.posture;

/// The operators that ask which of two values comes first.
public enum Order {
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">=");

  private final String sign;

  Order(String sign) {
    this.sign = sign;
  }

  public String sign() {
    return sign;
  }

  /// Whether the order holds for the outcome of a comparison of the actual value with the wanted.
  boolean holds(int comparison) {
    return switch (this) {
      case LESS -> comparison < 0;
      case LESS_OR_EQUAL -> comparison <= 0;
      case GREATER -> comparison > 0;
      case GREATER_OR_EQUAL -> comparison >= 0;
    };
  }
}
