package dev.wayleave.tailnet.policy;

import dev.wayleave.tailnet.policy.check.TestFailure;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.List;

/// Whether a text may become the policy of a tailnet.
public sealed interface Verdict {
  /// It may.
  ///
  /// @param notes what its author should know all the same
  record Accepted(PolicyText text, Policy policy, List<PolicyFault> notes) implements Verdict {
    public Accepted {
      notes = List.copyOf(notes);
    }
  }

  /// It may not.
  ///
  /// @param message the hosted service's answer to it where that is known, without a position
  /// @param faults each reason with its place in the text, in the order in which they were found
  /// @param failures what failed of the policy's own tests; empty where it did not come to those
  record Refused(String message, List<PolicyFault> faults, List<TestFailure> failures)
      implements Verdict {
    public Refused {
      faults = List.copyOf(faults);
      failures = List.copyOf(failures);
    }
  }
}
