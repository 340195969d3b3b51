package dev.wayleave.tailnet.policy.language;

import java.util.List;

/// What `autogroup:self` as a destination asks of the sources.
///
/// It means "the devices of the source's own user", so that every source must have a user. `acls`
/// take `*` all the same, which `grants` do not (both recorded from the hosted service).
final class SelfRule {
  private SelfRule() {}

  static void check(
      List<Selector> sources, List<Selector> destinations, boolean everything, Fields rule) {
    boolean self =
        destinations.stream()
            .anyMatch(d -> d instanceof Selector.Auto(_, var group) && group == AutoGroup.SELF);
    if (self) {
      sources.stream()
          .filter(source -> !isPeople(source, everything))
          .findFirst()
          .ifPresent(source ->
              rule.remarks()
                  .fault(
                      source.at(),
                      "autogroup:self can only be used with users, groups, or supported"
                          + " autogroups"));
    }
  }

  private static boolean isPeople(Selector source, boolean everything) {
    return switch (source) {
      case Selector.Everything _ -> everything;
      case Selector.Login _, Selector.Group _, Selector.Domain _ -> true;
      case Selector.Auto(_, AutoGroup group) -> group == AutoGroup.MEMBER || group.isRole();
      case Selector.Tag _,
          Selector.Host _,
          Selector.Address _,
          Selector.IpSet _,
          Selector.Service _ ->
          false;
    };
  }
}
