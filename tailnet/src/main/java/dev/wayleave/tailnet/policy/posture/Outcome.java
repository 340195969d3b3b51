package dev.wayleave.tailnet.policy.posture;

/// What came of asking a condition about a device.
public sealed interface Outcome {
  Outcome HOLDS = new Holds();

  record Holds() implements Outcome {}

  /// The device does not meet the condition.
  ///
  /// @param because a clause, for example `node:os is 'linux'`
  record Fails(String because) implements Outcome {}

  /// Nobody can say whether the device meets the condition, which counts as not meeting it.
  ///
  /// @param because a clause, for example `nothing here can tell ip:country`
  record Unknowable(String because) implements Outcome {}
}
