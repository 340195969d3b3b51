package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.ssh.SshAction;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// What one device does with logins.
///
/// @param bySource its rules by the address that a login comes from, in their order
record Logins(Map<IpAddress, List<SshFilterRule>> bySource) {
  static Logins to(List<SshFilterRule> rules) {
    Map<IpAddress, List<SshFilterRule>> bySource = new HashMap<>();
    for (SshFilterRule rule : rules) {
      for (IpAddress source : new LinkedHashSet<>(rule.principals())) {
        bySource.computeIfAbsent(source, s -> new ArrayList<>()).add(rule);
      }
    }
    return new Logins(bySource);
  }

  /// What the first rule that fits decides.
  Outcome outcome(IpAddress source, String user) {
    return bySource.getOrDefault(source, List.of()).stream()
        .filter(rule -> rule.admits(user))
        .findFirst()
        .map(rule -> outcome(rule.action()))
        .orElse(Outcome.DROP);
  }

  private static Outcome outcome(SshAction action) {
    return switch (action) {
      case SshAction.Accept _ -> Outcome.ACCEPT;
      case SshAction.Check _ -> Outcome.CHECK;
      case SshAction.Reject _ -> Outcome.DROP;
    };
  }
}
