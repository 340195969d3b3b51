package dev.wayleave.tailnet.policy.posture;

/// A condition of a posture that a device does not meet.
///
/// @param posture the posture's name
/// @param condition as written; empty where the policy does not define the posture
/// @param because a clause, for example `node:os is 'linux'`
public record Shortfall(String posture, String condition, String because) {
  @Override
  public String toString() {
    return condition.isEmpty()
        ? posture + ": " + because
        : posture + " asks for " + condition + ", but " + because;
  }
}
