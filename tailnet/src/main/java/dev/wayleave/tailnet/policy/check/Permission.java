package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.language.Selector;

/// Why a flow is allowed.
public sealed interface Permission {
  /// A rule allows it.
  ///
  /// @param source the word that means the source
  /// @param destination the word that means the destination
  /// @param allowance the ports and protocols among which the flow is
  record ByRule(AccessRule rule, Selector source, Selector destination, Allowance allowance)
      implements Permission {}

  /// The policy has neither `acls` nor `grants`, and so allows everything.
  record WithoutRules() implements Permission {}
}
