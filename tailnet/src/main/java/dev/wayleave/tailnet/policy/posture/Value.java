package dev.wayleave.tailnet.policy.posture;

import java.math.BigDecimal;

/// What an attribute holds, or what a condition compares it with.
public sealed interface Value {
  /// A string; versions are strings too.
  record Text(String text) implements Value {
    @Override
    public String toString() {
      return "'" + text + "'";
    }
  }

  /// A number; how it is written does not matter, `1.0` is `1`.
  record Numeral(BigDecimal number) implements Value {
    public Numeral {
      number = number.stripTrailingZeros();
    }

    @Override
    public String toString() {
      return number.toPlainString();
    }
  }

  /// `true` or `false`.
  record Flag(boolean on) implements Value {
    @Override
    public String toString() {
      return Boolean.toString(on);
    }
  }

  /// A value of which only the text is known, as in a policy's own tests: it is read as whatever it
  /// is compared with.
  record Untyped(String text) implements Value {
    @Override
    public String toString() {
      return "'" + text + "'";
    }
  }

  static Value of(String text) {
    return new Text(text);
  }

  static Value of(boolean on) {
    return new Flag(on);
  }

  static Value of(long number) {
    return new Numeral(BigDecimal.valueOf(number));
  }
}
