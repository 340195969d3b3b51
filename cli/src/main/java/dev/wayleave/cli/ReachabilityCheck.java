package dev.wayleave.cli;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.explain.Change;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Compares what the source's policy lets through with what the target's would after a plan, on the
/// source's devices: equal means equal.
final class ReachabilityCheck {
  private final Directory directory;
  private final Optional<PolicyVersion> before;

  ReachabilityCheck(Inventory source) {
    List<TailnetEntity> entities = new ArrayList<>(source.users());
    entities.addAll(source.nodes());
    this.directory = Directory.of(Tailnet.of(1, LastIds.NONE, entities));
    this.before = source.policyInUse();
  }

  /// Tells what the target holds now.
  @FunctionalInterface
  interface Present {
    Inventory read() throws TargetException;
  }

  /// The plan with what becomes reachable or stops being so among its findings.
  Plan on(Plan plan, Present target) throws TargetException {
    Optional<TailnetPolicy> old = before.map(PolicyVersion::text).flatMap(this::compiled);
    Optional<TailnetPolicy> next =
        after(plan, target).map(PolicyVersion::text).flatMap(this::compiled);
    if (old.isEmpty() || next.isEmpty()) {
      return plan;
    }
    return plan.with(
        findings(ReachabilityDiff.between(old.get(), next.get(), ReachabilityDiff.LIMIT)));
  }

  /// Where both sides changed the policy, the target's stays.
  private Optional<PolicyVersion> after(Plan plan, Present target) throws TargetException {
    boolean stays =
        plan.items().stream()
            .anyMatch(item ->
                item.ref().kind() == EntityKind.POLICY && item.op() == PlanItem.Op.CONFLICT);
    return stays ? target.read().policyInUse().or(() -> before) : before;
  }

  private Optional<TailnetPolicy> compiled(String text) {
    return switch (PolicyGate.read(text, directory)) {
      case Verdict.Accepted(_, var policy, _) -> Optional.of(TailnetPolicy.of(policy, directory));
      case Verdict.Refused _ -> Optional.empty();
    };
  }

  private List<Finding> findings(ReachabilityDiff diff) {
    int devices = directory.devices().size();
    if (diff.changes().isEmpty()) {
      String also =
          diff.alsoDiffer().isEmpty()
              ? ""
              : " (sections that differ without effect on them: "
                  + String.join(", ", diff.alsoDiffer())
                  + ")";
      return List.of(
          Finding.info(
              "REACHABILITY_SAME",
              "policy",
              "What the "
                  + devices
                  + " devices reach, whom they see and where they log in is the same before and"
                  + " after"
                  + also
                  + ".",
              "Nothing."));
    }
    List<Finding> findings = new ArrayList<>();
    diff.changes().forEach(change -> findings.add(finding(change)));
    if (diff.more() > 0) {
      findings.add(
          Finding.action(
              "REACHABILITY_CHANGES",
              "policy",
              diff.more() + " more differences are not listed.",
              "Compare both policies with wayleave policy diff --limit."));
    }
    return findings;
  }

  private static Finding finding(Change change) {
    String gained = change.gained().isEmpty() ? "" : " From now on: " + change.gained() + ".";
    String lost = change.lost().isEmpty() ? "" : " No longer: " + change.lost() + ".";
    return Finding.action(
        "REACHABILITY_CHANGES",
        change.source() + " → " + change.destination(),
        ("The target keeps a policy of its own." + gained + lost).strip(),
        "Take the source's policy (--overwrite policies), or see that this is wanted.");
  }
}
