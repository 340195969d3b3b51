package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import java.util.List;

/// What becomes reachable and what stops being so when one policy takes another's place.
///
/// @param same whether both policies mean the same on this tailnet, proved and not sampled: every
///   device and subnet is in a class of its likes, and all classes were compared
/// @param changes the differences; the largest first within each kind
/// @param more how many differences are not listed
/// @param alsoDiffer sections that differ but decide nothing between the devices that are there now
public record ReachabilityDiff(
    boolean same, List<Change> changes, long more, List<String> alsoDiffer) {
  /// How many differences are listed where nothing else is asked.
  public static final int LIMIT = 200;

  public ReachabilityDiff {
    changes = List.copyOf(changes);
    alsoDiffer = List.copyOf(alsoDiffer);
  }

  /// Compares two policies on one directory.
  ///
  /// @param limit how many differences are listed at most
  public static ReachabilityDiff between(TailnetPolicy before, TailnetPolicy after, int limit) {
    if (before.directory() != after.directory()) {
      throw new IllegalArgumentException("two policies are compared on one directory");
    }
    Sight earlier = Sight.of(before);
    Sight later = Sight.of(after);
    DeviceLabels labels =
        new DeviceLabels(after.directory(), List.of(before.policy(), after.policy()));
    ChangeList changes = new ChangeList(limit);
    NetworkDiff network =
        new NetworkDiff(before.network(), after.network(), after.directory(), labels);
    network.addTo(changes);
    if (network.anyRuleDiffers()) {
      RouteDiff routes =
          new RouteDiff(before.network(), after.network(), after.directory(), labels);
      if (changes.isEmpty()) {
        // Other rules, and every packet passes as before: whatever else clients are told must be
        // equal too before both may be said to mean the same.
        routes.addAllTo(changes);
        PeerDiff.add(before.network(), after.network(), after.directory(), labels, changes);
      } else {
        routes.addMovesTo(changes);
      }
    }
    new SshDiff(earlier, later, labels).addTo(changes);
    AttributeDiff.add(earlier, later, labels, changes);
    List<String> also = Sections.differing(before.resolver(), after.resolver());
    return new ReachabilityDiff(
        changes.isEmpty() && also.isEmpty(), changes.sorted(), changes.more(), also);
  }
}
