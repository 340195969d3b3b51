package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Holds what a text means to an engine of Headscale against what the policy in force means here.
///
/// More reach there forbids going on; less is a loss.
final class TargetComparison {
  private final SourceView target;
  private final SourcePolicy there;
  private final Policy here;
  private final Comparison comparison;
  private final TargetRemarks remarks;
  private final Set<Integer> unused;

  /// @param target users and nodes as the engine sees them
  /// @param root the text for the engine
  /// @param here the policy in force
  TargetComparison(SourceView target, Json root, Policy here, TargetRemarks remarks) {
    this.target = target;
    this.there = new SourcePolicyReader(target.engine()).read(root);
    this.here = here;
    this.comparison = new Comparison(target, there, rules(), here);
    this.remarks = remarks;
    this.unused = target.unused();
  }

  private List<SourceRule> rules() {
    return there.rules().orElse(List.of());
  }

  void report() {
    reach();
    Resolver resolver = new Resolver(here, target.directory());
    RouteComparison routes = new RouteComparison(target, rules(), comparison, resolver);
    for (RouteComparison.Steered steered : routes.differences()) {
      discrepancy(steered.rule().at(), steered.rule().name(), "lead", steered.differences());
    }
    discrepancy(
        there.approvers().at(),
        "autoApprovers",
        "approve without an administrator",
        new ApprovalComparison(target, there, comparison, resolver).differences());
    SshComparison ssh = new SshComparison(target.engine(), comparison, resolver);
    ssh.differences(sshRules(), unused).forEach(difference -> ssh(difference, ssh));
  }

  /// The SSH rules under the names that they have here, where some may stand between them that were
  /// left out.
  private List<SourceSshRule> sshRules() {
    List<SourceSshRule> rules = new ArrayList<>();
    int number = 0;
    for (SourceSshRule rule : there.ssh()) {
      while (remarks.isGone("ssh[" + number + "]")) {
        number++;
      }
      rules.add(rule.named("ssh[" + number++ + "]"));
    }
    return rules;
  }

  private void reach() {
    for (RuleReach rule : comparison.there()) {
      pairs(rule.without(comparison.here()))
          .ifPresent(pairs -> wider(rule.at(), rule.name(), "the rule would newly connect", pairs));
    }
    for (RuleReach rule : comparison.here()) {
      pairs(rule.without(comparison.there()))
          .ifPresent(
              pairs -> narrower(rule.at(), rule.name(), "the rule would no longer connect", pairs));
    }
  }

  private void discrepancy(Position at, String name, String does, Discrepancy differences) {
    // What holds there and not here is gained by going there.
    Discrepancy.listed(differences.lost())
        .ifPresent(cases -> wider(at, name, "it would newly " + does, cases));
    Discrepancy.listed(differences.gained())
        .ifPresent(cases -> narrower(at, name, "it would no longer " + does, cases));
  }

  private void ssh(SshComparison.Difference it, SshComparison ssh) {
    String name = it.name();
    described(ssh.pairs(it.lost()))
        .ifPresent(pairs -> wider(it.at(), name, "it would newly let in", pairs));
    if (it.nonRoot()) {
      narrower(
          it.at(),
          name,
          "autogroup:nonroot would be a user of that name, and so it would no longer let in",
          "every user but root");
    }
    described(ssh.pairs(it.gained()))
        .ifPresent(pairs -> narrower(it.at(), name, "it would no longer let in", pairs));
    if (it.check()) {
      wider(
          it.at(),
          name,
          "it would let in without logging in again (action \"check\")",
          "those who have to do so here");
    }
  }

  private Optional<String> pairs(List<Box> boxes) {
    return described(comparison.pairs(comparison.without(boxes, unused)));
  }

  private static Optional<String> described(Pairs pairs) {
    return pairs.isEmpty()
        ? Optional.empty()
        : Optional.of("(" + pairs.count() + ") " + pairs.describe());
  }

  private void wider(Position at, String name, String does, String cases) {
    remarks.wider(at, name, what(does, cases));
  }

  private void narrower(Position at, String name, String does, String cases) {
    remarks.narrower(at, name, what(does, cases));
  }

  private String what(String does, String cases) {
    return "In " + remarks.headscale() + " " + does + " " + cases + ".";
  }
}
