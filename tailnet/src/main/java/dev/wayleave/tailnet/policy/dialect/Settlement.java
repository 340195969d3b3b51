package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Compares a policy at its source with the text that takes its place, and settles what differs as
/// the operator chose.
final class Settlement {
  private static final String CODE = "POLICY_RULE_DIFFERS";

  private final SourceView source;
  private final SourcePolicy policy;
  private final List<SourceRule> rules;
  private final PolicyMeaning meaning;
  private final Remarks remarks;
  private final Set<Integer> unused;
  private final Set<Integer> apart;

  Settlement(SourceView source, SourcePolicy policy, PolicyMeaning meaning, Remarks remarks) {
    this.source = source;
    this.policy = policy;
    this.rules = policy.rules().orElse(List.of());
    this.meaning = meaning;
    this.remarks = remarks;
    this.unused = source.unused();
    this.apart = new HashSet<>(unused);
    this.apart.addAll(source.migrated());
  }

  /// The text, rewritten where the source's meaning is to stay; what differs is told.
  PolicyText settle(PolicyText edited) throws PolicyEditException {
    PolicyText text = edited;
    if (!(HeadscaleTranslation.read(text) instanceof Reading.Sound(Policy sound, var _))) {
      return text;
    }
    Comparison comparison = new Comparison(source, policy, rules, sound);
    selves();
    // Rules that were written out are those of the source by construction.
    List<Comparison.Difference> differences =
        policy.rules().isEmpty() ? List.of() : comparison.differences();
    if (meaning == PolicyMeaning.SOURCE && !differences.isEmpty()) {
      text = rewritten(differences, comparison, sound, text);
      if (HeadscaleTranslation.read(text) instanceof Reading.Sound(Policy again, var _)) {
        comparison = new Comparison(source, policy, rules, again);
        differences = comparison.differences();
        sound = again;
      }
    }
    for (Comparison.Difference difference : differences) {
      report(difference, comparison);
    }
    Resolver resolver = new Resolver(sound, source.directory());
    new RouteComparison(source, rules, comparison, resolver).report(meaning, remarks);
    new ApprovalComparison(source, policy, comparison, resolver).report(meaning, remarks);
    SshComparison ssh = new SshComparison(source.engine(), comparison, resolver);
    ssh.differences(policy.ssh(), apart)
        .forEach(difference -> remarks.add(ssh.finding(difference, meaning, remarks)));
    return text;
  }

  private void selves() {
    if (policy.usesSelf() && source.users().count() > Families.MAX_SELVES) {
      remarks.add(
          Finding.action(
              "POLICY_SELF_NOT_COMPARED",
              remarks.policy(),
              "There are too many users (%d) to compare what autogroup:self reaches."
                  .formatted(source.users().count()),
              "Check the rules with autogroup:self yourself."));
    }
  }

  private PolicyText rewritten(
      List<Comparison.Difference> differences, Comparison comparison, Policy sound, PolicyText text)
      throws PolicyEditException {
    Map<String, SourceRule> byName = new HashMap<>();
    rules.forEach(rule -> byName.put(rule.name(), rule));
    RuleWriter writer = new RuleWriter(comparison, sound, text.root());
    for (Comparison.Difference difference : differences) {
      SourceRule rule = byName.get(difference.name());
      // Addresses say nothing about the routers of a rule with `via`.
      if (rule != null && rule.via().isEmpty()) {
        writer.write(rule);
        remarks.add(
            Finding.action(
                "POLICY_RULE_REWRITTEN",
                remarks.object(rule.at(), rule.name()),
                "The rule now names addresses, so that it reaches what it reached at "
                    + remarks.headscale()
                    + "; devices that come later are not among them.",
                "Rewrite it by users, groups and tags when you can."));
      }
    }
    return text.edit(writer.edits().toArray(Edit[]::new));
  }

  private void report(Comparison.Difference difference, Comparison comparison) {
    Pairs lost = comparison.pairs(comparison.without(difference.lost(), apart));
    Pairs gained = comparison.pairs(comparison.without(difference.gained(), apart));
    String object = remarks.object(difference.at(), difference.name());
    if (lost.isEmpty() && gained.isEmpty()) {
      retagged(
          object,
          comparison.pairs(comparison.without(difference.lost(), unused)),
          comparison.pairs(comparison.without(difference.gained(), unused)));
      return;
    }
    String what = "Compared with " + remarks.headscale() + what(lost, gained) + ".";
    remarks.add(
        meaning == PolicyMeaning.WAYLEAVE
            ? Finding.action(CODE, object, what, "Check that this is what you want.")
            : Finding.blocker(CODE, object, what, remedy()));
  }

  /// Tells of devices whose tags mean something else already to the next release of Headscale.
  private void retagged(String object, Pairs lost, Pairs gained) {
    if (!lost.isEmpty() || !gained.isEmpty()) {
      remarks.add(
          Finding.action(
              "POLICY_NODES_TAGGED",
              object,
              "Devices that ask for tags belong to them alone from now on, as they do once Headscale"
                  + " 0.28 has migrated them"
                  + what(lost, gained)
                  + ".",
              "Check that this is what you want; to keep what the rule meant, plan with"
                  + " --policy-meaning source."));
    }
  }

  private String remedy() {
    return meaning == PolicyMeaning.ASK
        ? "Change the rule at the source, or plan with --policy-meaning source to keep what it meant"
            + " there, or with --policy-meaning wayleave to take what it means here."
        : "What it meant cannot be written here; change the rule at the source, or plan with"
            + " --policy-meaning wayleave to take what it means here.";
  }

  private static String what(Pairs lost, Pairs gained) {
    StringBuilder what = new StringBuilder();
    if (!lost.isEmpty()) {
      what.append(", the rule no longer connects (").append(lost.count()).append(") ");
      what.append(lost.describe());
    }
    if (!gained.isEmpty()) {
      what.append(lost.isEmpty() ? ", the rule" : "; it").append(" newly connects (");
      what.append(gained.count()).append(") ").append(gained.describe());
    }
    return what.toString();
  }
}
