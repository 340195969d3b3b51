package dev.wayleave.tailnet.policy.language;

import java.util.List;

/// A destination of a rule with what may be reached there.
///
/// In `acls` each destination has ports of its own, in `grants` all share the list `ip`.
public record Target(Selector selector, List<Allowance> allowances) {
  public Target {
    allowances = List.copyOf(allowances);
  }
}
