package dev.wayleave.tailnet.policy.posture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the postures of a policy from elsewhere will do here, condition by condition.
public final class Assessment {
  /// How a condition fares.
  public enum Kind {
    /// It is evaluated as at its origin.
    EVALUATED,
    /// Its attribute has no source here: it denies.
    NO_SOURCE,
    /// It names a value that the attribute never has.
    STRANGE_VALUE
  }

  /// A condition of a posture with what comes of it.
  ///
  /// @param remark a sentence for a report
  public record Remark(String posture, Condition condition, Kind kind, String remark) {}

  private Assessment() {}

  /// One remark for each condition, in the order of the policy.
  public static List<Remark> of(Postures postures) {
    List<Remark> remarks = new ArrayList<>();
    for (Map.Entry<String, List<Condition>> entry : postures.conditions().entrySet()) {
      for (Condition condition : entry.getValue()) {
        remarks.add(remark(entry.getKey(), condition));
      }
    }
    return remarks;
  }

  private static Remark remark(String posture, Condition condition) {
    AttributeSource source = AttributeSource.of(condition.attribute());
    boolean known =
        source == AttributeSource.CUSTOM || PostureAttribute.of(condition.attribute()).isPresent();
    if (!known) {
      return new Remark(
          posture,
          condition,
          Kind.NO_SOURCE,
          "Wayleave does not know "
              + condition.attribute()
              + " ("
              + source.description()
              + "): a device without a value for it does not satisfy "
              + posture
              + ".");
    }
    List<String> strange = strangeValues(condition);
    return strange.isEmpty()
        ? new Remark(
            posture,
            condition,
            Kind.EVALUATED,
            condition.attribute() + " is known from " + source.description() + ".")
        : new Remark(
            posture,
            condition,
            Kind.STRANGE_VALUE,
            condition.attribute() + " is never " + String.join(" or ", strange) + ".");
  }

  /// The texts of a condition that are none of the attribute's documented values.
  private static List<String> strangeValues(Condition condition) {
    List<String> allowed =
        PostureAttribute.of(condition.attribute()).map(PostureAttribute::allowed).orElse(List.of());
    return allowed.isEmpty()
        ? List.of()
        : wanted(condition.operator()).stream()
            .filter(value -> !(value instanceof Value.Text(String text) && allowed.contains(text)))
            .map(Value::toString)
            .toList();
  }

  private static List<Value> wanted(Operator operator) {
    return switch (operator) {
      case Operator.Equal(Value value) -> List.of(value);
      case Operator.NotEqual(Value value) -> List.of(value);
      case Operator.Ordered(_, Value value) -> List.of(value);
      case Operator.In(List<Value> values) -> values;
      case Operator.NotIn(List<Value> values) -> values;
      case Operator.IsTrue _ -> List.of(Value.of(true));
      case Operator.IsSet _, Operator.NotSet _ -> List.of();
    };
  }
}
