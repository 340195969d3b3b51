package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PortRange;
import dev.wayleave.tailnet.policy.language.Protocol;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.Target;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.List;
import java.util.Map;

/// The rules in force: those of the policy, or the one that stands in for missing sections.
public final class DefaultRules {
  private static final Position START = new Position(1, 1);

  /// A policy with neither `acls` nor `grants` lets every device reach every other, as recorded.
  private static final AccessRule ALLOW_ALL =
      new AccessRule(
          "the default rule",
          START,
          List.of(new Selector.Everything(START)),
          List.of(
              new Target(
                  new Selector.Everything(START),
                  List.of(new Allowance(Protocol.UNNAMED, PortRange.ALL)))),
          Map.of(),
          List.of(),
          List.of(),
          true);

  private DefaultRules() {}

  public static List<AccessRule> inForce(Policy policy) {
    List<AccessRule> rules = policy.rules();
    return rules == null ? List.of(ALLOW_ALL) : rules;
  }
}
