package dev.wayleave.tailnet.policy.posture;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// One line of a posture: a question about one attribute of a device.
///
/// @param text as written, without spaces around it
/// @param attribute with its namespace, for example `node:os`
public record Condition(String text, String attribute, Operator operator) {
  /// Reads a condition, for example `node:tsVersion >= '1.80'`.
  ///
  /// @throws ConditionException with the place in the text and a reason
  public static Condition parse(String text) throws ConditionException {
    return new ConditionParser(text).parse();
  }

  /// Whether the condition holds for a device.
  ///
  /// An attribute without a value meets no condition, not even a negative one, except `NOT SET`.
  public Outcome judge(DeviceFacts facts) {
    Value actual = facts.values().get(attribute);
    if (actual != null) {
      return judge(actual);
    }
    if (!facts.knows(attribute)) {
      return new Outcome.Unknowable("nothing here can tell " + attribute);
    }
    return operator instanceof Operator.NotSet
        ? Outcome.HOLDS
        : new Outcome.Fails(attribute + " is not set");
  }

  private Outcome judge(Value actual) {
    return switch (operator) {
      case Operator.IsSet _ -> Outcome.HOLDS;
      case Operator.NotSet _ -> fails(actual);
      case Operator.IsTrue _ -> compared(actual, List.of(Value.of(true)), c -> c == 0, false);
      case Operator.Equal(Value wanted) -> compared(actual, List.of(wanted), c -> c == 0, false);
      case Operator.NotEqual(Value wanted) -> compared(actual, List.of(wanted), c -> c == 0, true);
      case Operator.Ordered(Order order, Value wanted) ->
          compared(actual, List.of(wanted), order::holds, false);
      case Operator.In(List<Value> wanted) -> compared(actual, wanted, c -> c == 0, false);
      case Operator.NotIn(List<Value> wanted) -> compared(actual, wanted, c -> c == 0, true);
    };
  }

  /// Holds where one of the wanted values passes, or where none does if `none` is asked.
  private Outcome compared(Value actual, List<Value> wanted, IntPredicate passes, boolean none) {
    Value strange = null;
    for (Value value : wanted) {
      Integer comparison = compare(actual, value);
      if (comparison == null) {
        strange = value;
      } else if (passes.test(comparison)) {
        return none ? fails(actual) : Outcome.HOLDS;
      }
    }
    if (strange != null) {
      // A value of another type must not let a negative condition pass.
      return new Outcome.Unknowable(
          attribute + " is " + actual + ", which cannot be compared with " + strange);
    }
    return none ? Outcome.HOLDS : fails(actual);
  }

  /// The order of two values of one type, null where their types differ.
  private @Nullable Integer compare(Value actual, Value wanted) {
    return switch (wanted) {
      case Value.Text(String text) -> {
        String has =
            switch (actual) {
              case Value.Text(String own) -> own;
              case Value.Untyped(String own) -> own;
              case Value.Numeral _, Value.Flag _ -> null;
            };
        yield has == null ? null : compareTexts(has, text);
      }
      case Value.Numeral(BigDecimal number) ->
          switch (actual) {
            case Value.Numeral(BigDecimal own) -> own.compareTo(number);
            case Value.Untyped(String own) when own.matches("-?[0-9]{1,40}(\\.[0-9]{1,40})?") ->
                new BigDecimal(own).compareTo(number);
            case Value.Text _, Value.Flag _, Value.Untyped _ -> null;
          };
      case Value.Flag(boolean on) ->
          switch (actual) {
            case Value.Flag(boolean own) -> Boolean.compare(own, on);
            case Value.Untyped(String own) when own.matches("(?i)true|false") ->
                Boolean.compare(Boolean.parseBoolean(own.toLowerCase(Locale.ROOT)), on);
            case Value.Text _, Value.Numeral _, Value.Untyped _ -> null;
          };
      case Value.Untyped _ -> throw new AssertionError("a condition's own values have types");
    };
  }

  private int compareTexts(String actual, String wanted) {
    return PostureAttribute.isVersion(attribute)
        ? Versions.compare(actual, wanted)
        : actual.compareTo(wanted);
  }

  private Outcome fails(Value actual) {
    return new Outcome.Fails(attribute + " is " + actual);
  }

  @Override
  public String toString() {
    return text;
  }
}
