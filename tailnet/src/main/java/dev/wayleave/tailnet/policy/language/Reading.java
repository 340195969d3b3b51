package dev.wayleave.tailnet.policy.language;

import java.util.List;

/// What came of reading a policy's text.
public sealed interface Reading {
  /// The text is a policy.
  ///
  /// @param notes what its author should know although the policy is taken
  record Sound(Policy policy, List<PolicyFault> notes) implements Reading {
    public Sound {
      notes = List.copyOf(notes);
    }
  }

  /// The text is refused; the first fault is the one that the hosted service would report.
  record Refused(List<PolicyFault> faults) implements Reading {
    public Refused {
      if (faults.isEmpty()) {
        throw new IllegalArgumentException("a refusal names at least one fault");
      }
      faults = List.copyOf(faults);
    }
  }
}
