package dev.wayleave.tailnet.policy.posture;

import java.util.List;

/// What a condition asks of its attribute.
public sealed interface Operator {
  /// `== VALUE`.
  record Equal(Value value) implements Operator {}

  /// `!= VALUE`.
  record NotEqual(Value value) implements Operator {}

  /// `<`, `<=`, `>` or `>=`, for numbers and for versions.
  record Ordered(Order order, Value value) implements Operator {}

  /// `IN [VALUE, …]`.
  record In(List<Value> values) implements Operator {
    public In {
      values = List.copyOf(values);
    }
  }

  /// `NOT IN [VALUE, …]`.
  record NotIn(List<Value> values) implements Operator {
    public NotIn {
      values = List.copyOf(values);
    }
  }

  /// `IS SET`.
  record IsSet() implements Operator {}

  /// `NOT SET`: the only operator that an attribute without a value can meet.
  record NotSet() implements Operator {}

  /// The attribute's name alone, which asks for `true`; the hosted service's guide for Fleet writes
  /// `"fleet:present"`.
  record IsTrue() implements Operator {}
}
