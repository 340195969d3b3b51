package dev.wayleave.cli;

import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.check.TestFailure;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.explain.Change;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what the source's policy lets through with what the target's would after a plan, on the
/// source's devices: equal means equal. The policy's own tests run on both.
///
/// It is for tailnets of the hosted plane, whose policy speaks this language. A policy that speaks
/// another is compared where it is translated.
final class ReachabilityCheck {
  /// As many differences are looked at; beyond them nobody can say that nothing is gained.
  private static final int MOST = 5_000;

  private static final String CODE = "REACHABILITY_CHANGES";
  private static final Set<String> BEYOND =
      Set.of(
          "GROUP_NOT_IN_POLICY", "DEVICE_EXTERNAL", "DEVICE_SHARED_OUT", "USER_SHARED", "MULLVAD");
  private static final String REMEDY =
      "Take the source's policy (--overwrite policies), or change the rules that differ.";

  private final Inventory source;
  private final TargetPolicy target;
  private final Directory directory;

  /// @param headscale how the target reads a policy; null where it speaks the source's language
  ReachabilityCheck(Inventory source, @Nullable PolicyEngine headscale) {
    List<TailnetEntity> entities = new ArrayList<>(source.users());
    entities.addAll(source.nodes());
    this.source = source;
    this.target = new TargetPolicy(source, headscale);
    this.directory = Directory.of(Tailnet.of(1, LastIds.NONE, entities));
  }

  static boolean isFor(Inventory source) {
    return source.source().kind().equals(HostedSource.KIND);
  }

  /// The plan with what becomes reachable or stops being so among its findings.
  Plan on(Plan plan, TargetPolicy.Present present) throws TargetException {
    Optional<TailnetPolicy> old =
        source.policyInUse().map(PolicyVersion::text).flatMap(this::compiled);
    if (old.isEmpty()) {
      return plan;
    }
    TargetPolicy.Meant meant = target.after(plan, present);
    Optional<TailnetPolicy> next = meant.text().flatMap(this::compiled);
    List<Finding> findings = new ArrayList<>();
    meant.unsaid().forEach(it -> findings.add(notCompared(it.object(), it.what())));
    if (next.isEmpty() && findings.isEmpty()) {
      findings.add(notCompared("policy", "The policy at the target cannot be read here."));
    }
    next.ifPresent(policy -> findings.addAll(literals(policy.policy())));
    if (next.isPresent()) {
      ReachabilityDiff diff = ReachabilityDiff.between(old.get(), next.get(), MOST);
      if (!diff.changes().isEmpty()) {
        findings.addAll(meant.settled() ? settled(diff) : changes(diff));
      } else if (findings.isEmpty()) {
        Set<String> beyond = beyond(plan);
        findings.add(beyond.isEmpty() ? same(diff) : sameHere(beyond));
      }
      findings.addAll(tests(old.get(), next.get()));
    }
    return plan.with(findings);
  }

  private Optional<TailnetPolicy> compiled(String text) {
    return switch (PolicyGate.read(text, directory)) {
      case Verdict.Accepted(_, var policy, _) -> Optional.of(TailnetPolicy.of(policy, directory));
      case Verdict.Refused _ -> Optional.empty();
    };
  }

  /// Rules to single IPv6 addresses of devices, which mean nobody here and at the hosted plane, but
  /// those devices in Headscale.
  private List<Finding> literals(Policy policy) {
    if (target.headscale() == null || policy.rules() == null) {
      return List.of();
    }
    return policy.rules().stream()
        .filter(rule -> rule.targets().stream().anyMatch(ReachabilityCheck::isLiteral))
        .map(rule ->
            notCompared(
                "policy " + rule.name(),
                "it reaches devices by single IPv6 addresses, which this language cannot say."))
        .toList();
  }

  private static boolean isLiteral(Target target) {
    return target.selector() instanceof Selector.Address(_, _, AddressRange range)
        && range.isSingle()
        && WellKnown.TAILNET_V6.contains(range);
  }

  private static Finding notCompared(String object, String what) {
    return Finding.action(
        "REACHABILITY_NOT_COMPARED",
        object,
        "What it lets through at the target is not compared in full: " + what,
        "Compare it yourself before devices move.");
  }

  /// Codes of findings on people and devices that reach something at the source and that nobody
  /// compares, as the source does not tell who they are or they belong to others.
  private static Set<String> beyond(Plan plan) {
    return plan.findings().stream()
        .map(Finding::code)
        .filter(BEYOND::contains)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Finding sameHere(Set<String> beyond) {
    return Finding.action(
        "REACHABILITY_NOT_COMPARED",
        "policy",
        "The same before and after is what the "
            + directory.devices().size()
            + " devices reach among themselves; who else reaches something is not compared ("
            + String.join(", ", beyond)
            + ").",
        "See what these findings say of those who lose their way in.");
  }

  private Finding same(ReachabilityDiff diff) {
    String also =
        diff.alsoDiffer().isEmpty()
            ? ""
            : " (sections that differ without effect on them: "
                + String.join(", ", diff.alsoDiffer())
                + ")";
    return Finding.info(
        "REACHABILITY_SAME",
        "policy",
        "What the "
            + directory.devices().size()
            + " devices reach, whom they see and where they log in is the same before and after"
            + also
            + ".",
        "Nothing.");
  }

  private static List<Finding> changes(ReachabilityDiff diff) {
    List<Finding> gained =
        diff.changes().stream()
            .filter(ReachabilityCheck::opens)
            .map(ReachabilityCheck::of)
            .toList();
    List<Change> others = diff.changes().stream().filter(change -> !opens(change)).toList();
    int listed = Math.min(ReachabilityDiff.LIMIT, others.size());
    List<Finding> findings = new ArrayList<>(gained);
    others.subList(0, listed).forEach(change -> findings.add(of(change)));
    if (diff.more() > 0) {
      findings.add(
          Finding.blocker(
              CODE,
              "policy",
              "There are " + diff.more() + " more differences, which may let more through.",
              REMEDY));
    }
    if (others.size() > listed) {
      findings.add(
          Finding.action(
              CODE,
              "policy",
              others.size() - listed + " more differences are not listed; none lets more through.",
              REMEDY));
    }
    return findings;
  }

  /// What people changed at the target is theirs to answer for, and no reason to stop what comes
  /// after.
  private static List<Finding> settled(ReachabilityDiff diff) {
    String remedy = "See that this is wanted, or change it back there.";
    List<Finding> findings = new ArrayList<>();
    diff.changes().stream()
        .sorted(Comparator.comparing(change -> !opens(change)))
        .limit(ReachabilityDiff.LIMIT)
        .map(change ->
            Finding.action(
                CODE,
                pair(change),
                "The policy was changed at the target." + words(change),
                remedy))
        .forEach(findings::add);
    long more = diff.changes().size() + diff.more() - findings.size();
    if (more > 0) {
      findings.add(
          Finding.action(
              CODE,
              "policy",
              "The policy was changed at the target; %d more differences are not listed."
                  .formatted(more),
              remedy));
    }
    return findings;
  }

  /// Whether somebody gets somewhere or in who could not before.
  private static boolean opens(Change change) {
    return !change.gained().isEmpty()
        && switch (change.kind()) {
          case DEVICE, SUBNET, INTERNET, SSH -> true;
          case ROUTE, PEER, ATTRIBUTE -> false;
        };
  }

  private static Finding of(Change change) {
    String what = words(change).strip();
    return opens(change)
        ? Finding.blocker(CODE, pair(change), what, REMEDY)
        : Finding.action(
            CODE, pair(change), what, "See that this is wanted, or change the rules that differ.");
  }

  private static String pair(Change change) {
    return change.source() + " → " + change.destination();
  }

  private static String words(Change change) {
    String family = change.family().isEmpty() ? "" : " (" + change.family() + ")";
    String gained =
        change.gained().isEmpty() ? "" : " From now on" + family + ": " + change.gained() + ".";
    String lost = change.lost().isEmpty() ? "" : " No longer" + family + ": " + change.lost() + ".";
    return gained + lost;
  }

  /// The source's own tests on the target's rules, unless these are the source's.
  private List<Finding> tests(TailnetPolicy old, TailnetPolicy next) {
    int all = old.policy().tests().size() + old.policy().sshTests().size();
    if (all == 0 || old.policy().equals(next.policy())) {
      return List.of();
    }
    Set<TestFailure> before = new HashSet<>(PolicyGate.failures(old.policy(), directory));
    List<TestFailure> failures =
        PolicyGate.failures(old.policy(), next.policy(), directory).stream()
            .filter(failure -> !before.contains(failure))
            .toList();
    if (failures.isEmpty()) {
      return List.of(
          Finding.info(
              "TARGET_TESTS_PASSED",
              "policy tests",
              "The " + all + " tests of the policy come out at the target as at the source.",
              "Nothing."));
    }
    return failures.stream()
        .map(failure ->
            Finding.action(
                "TARGET_TEST_FAILED",
                "policy " + failure.test(),
                "A test of the policy (line "
                    + failure.at().line()
                    + ") fails on what the target lets through: "
                    + failure.sentence()
                    + ".",
                "See which rule is lost or means something else there."))
        .toList();
  }
}
