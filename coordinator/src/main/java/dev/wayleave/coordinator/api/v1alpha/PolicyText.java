package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.tailnet.policy.syntax.PolicySyntax;

/// The text of a policy, checked at the door.
final class PolicyText {
  private PolicyText() {}

  static void check(String text) {
    PolicySyntax.fault(text)
        .ifPresent(fault -> {
          throw new BadInputException("The policy cannot be read: " + fault + ".");
        });
  }
}
