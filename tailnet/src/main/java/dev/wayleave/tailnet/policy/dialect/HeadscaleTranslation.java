package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes a policy of Headscale over.
public final class HeadscaleTranslation {
  private static final String CODE = "POLICY_RULE_DIFFERS";

  private final PolicyEngine engine;
  private final SourceView source;
  private final PolicyMeaning meaning;

  /// @param inventory users, nodes and pre-auth keys of the source
  /// @param stripEmailDomain the source's setting `oidc.strip_email_domain`, true by default
  public HeadscaleTranslation(
      PolicyEngine engine, Inventory inventory, boolean stripEmailDomain, PolicyMeaning meaning) {
    this.engine = engine;
    this.source = SourceView.of(engine, inventory, stripEmailDomain);
    this.meaning = meaning;
  }

  /// Translates a text.
  ///
  /// @param text null or blank where there is no policy
  /// @param label what to call the policy in findings, for example `policy 7`
  public Translation translate(@Nullable String text, String label) {
    Remarks remarks = new Remarks(label, engine);
    if (text == null || text.isBlank() || engine == PolicyEngine.V0_2) {
      remarks.add(
          Finding.info(
              "POLICY_WRITTEN_OUT",
              label,
              remarks.headscale()
                  + " without a policy lets every node reach every other; this is"
                  + " now written as a rule.",
              "Nothing, if that is what is wanted."));
      return new Translation.Rewritten(WrittenOut.ALLOW_ALL_POLICY, remarks.findings());
    }
    if (PolicySyntax.fault(text).isPresent()) {
      // Whoever reads the source says so with the place.
      return new Translation.Refused(List.of());
    }
    try {
      return translate(PolicyText.parse(text), remarks);
    } catch (PolicySyntaxException | PolicyEditException e) {
      throw new IllegalStateException("a policy that was read cannot be edited", e);
    }
  }

  private Translation translate(PolicyText text, Remarks remarks)
      throws PolicySyntaxException, PolicyEditException {
    SourcePolicy policy = new SourcePolicyReader(engine).read(text.root());
    PolicyText edited =
        users(new Sections(engine, policy, meaning, remarks).rewrite(text), policy, remarks);
    if (read(edited) instanceof Reading.Refused(List<PolicyFault> faults)) {
      return refused(faults, remarks);
    }
    edited = sshMeaning(edited);
    edited = compare(policy, edited, remarks);
    return edited.text().equals(text.text())
        ? new Translation.Unchanged(remarks.findings())
        : new Translation.Rewritten(edited.text(), remarks.findings());
  }

  private static Reading read(PolicyText text) {
    return PolicyReader.read((JsonObject) text.root());
  }

  private static Translation refused(List<PolicyFault> faults, Remarks remarks) {
    for (PolicyFault fault : faults) {
      remarks.add(
          Finding.blocker(
              "POLICY_INVALID",
              remarks.object(fault.at(), ""),
              "It cannot be read here: " + fault.message() + ".",
              "Correct the policy at the source and read it again."));
    }
    return new Translation.Refused(remarks.findings());
  }

  private PolicyText users(PolicyText text, SourcePolicy policy, Remarks remarks)
      throws PolicySyntaxException {
    SourceWords words = source.words(policy, Places.of(source.directory(), Set.of()));
    UserWords users = new UserWords(words, source.users(), source.directory());
    users.rewrite(text.root());
    users
        .unknown()
        .forEach((word, at) ->
            remarks.add(
                Finding.info(
                    "POLICY_USER_UNKNOWN",
                    remarks.object(at.at().at(), word),
                    "\"%s\" names no user, or more than one, and so nobody.".formatted(word),
                    "Nothing; it names nobody at the source either.")));
    if (users.edits().isEmpty()) {
      return text;
    }
    Map.Entry<String, String> example = users.rewritten().entrySet().iterator().next();
    remarks.add(
        Finding.info(
            "POLICY_REWRITTEN",
            remarks.policy(),
            "Names of users (%d) are written as logins, for example \"%s\" as \"%s\"; the text as it was stays as the version before."
                .formatted(users.edits().count(), example.getKey(), example.getValue()),
            "Nothing."));
    return PolicyText.parse(users.edits().apply(text.text()));
  }

  /// Under the source's meaning, SSH rules are written without what had no effect there.
  private PolicyText sshMeaning(PolicyText text) throws PolicyEditException {
    return meaning == PolicyMeaning.SOURCE
        ? text.edit(new SshWriter(engine).edits(text.root()).toArray(Edit[]::new))
        : text;
  }

  private PolicyText compare(SourcePolicy policy, PolicyText edited, Remarks remarks)
      throws PolicyEditException {
    List<SourceRule> rules = policy.rules().orElse(List.of());
    PolicyText text = edited;
    if (!(read(text) instanceof Reading.Sound(Policy sound, var _))) {
      return text;
    }
    Comparison comparison = new Comparison(source, policy, rules, sound);
    if (policy.usesSelf() && source.users().count() > Families.MAX_SELVES) {
      remarks.add(
          Finding.action(
              "POLICY_SELF_NOT_COMPARED",
              remarks.policy(),
              "There are too many users (%d) to compare what autogroup:self reaches."
                  .formatted(source.users().count()),
              "Check the rules with autogroup:self yourself."));
    }
    // Rules that were written out are those of the source by construction.
    List<Comparison.Difference> differences =
        policy.rules().isEmpty() ? List.of() : comparison.differences();
    if (meaning == PolicyMeaning.SOURCE && !differences.isEmpty()) {
      text = rewritten(rules, differences, comparison, sound, text, remarks);
      if (read(text) instanceof Reading.Sound(Policy again, var _)) {
        comparison = new Comparison(source, policy, rules, again);
        differences = comparison.differences();
        sound = again;
      }
    }
    for (Comparison.Difference difference : differences) {
      report(difference, comparison, remarks);
    }
    SshComparison ssh =
        new SshComparison(engine, comparison, new Resolver(sound, source.directory()));
    ssh.differences(policy.ssh(), source.undecided())
        .forEach(difference -> remarks.add(ssh.finding(difference, meaning, remarks)));
    return text;
  }

  private PolicyText rewritten(
      List<SourceRule> rules,
      List<Comparison.Difference> differences,
      Comparison comparison,
      Policy policy,
      PolicyText text,
      Remarks remarks)
      throws PolicyEditException {
    Map<String, SourceRule> byName = new HashMap<>();
    rules.forEach(rule -> byName.put(rule.name(), rule));
    RuleWriter writer = new RuleWriter(comparison, policy, text.root());
    for (Comparison.Difference difference : differences) {
      SourceRule rule = byName.get(difference.name());
      if (rule != null) {
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

  private void report(Comparison.Difference difference, Comparison comparison, Remarks remarks) {
    Set<Integer> undecided = source.undecided();
    Pairs lost = comparison.pairs(comparison.without(difference.lost(), undecided));
    Pairs gained = comparison.pairs(comparison.without(difference.gained(), undecided));
    String object = remarks.object(difference.at(), difference.name());
    if (lost.isEmpty() && gained.isEmpty()) {
      remarks.add(
          Finding.action(
              "POLICY_NODES_UNDECIDED",
              object,
              what(
                  comparison.pairs(difference.lost()),
                  comparison.pairs(difference.gained()),
                  remarks),
              "Tag the nodes that ask for tags and give those without an owner to someone, at the"
                  + " source or after the migration."));
      return;
    }
    String what = what(lost, gained, remarks);
    remarks.add(
        meaning == PolicyMeaning.WAYLEAVE
            ? Finding.action(CODE, object, what, "Check that this is what you want.")
            : Finding.blocker(CODE, object, what, remedy()));
  }

  private String remedy() {
    return meaning == PolicyMeaning.ASK
        ? "Change the rule at the source, or plan with --policy-meaning source to keep what it meant"
            + " there, or with --policy-meaning wayleave to take what it means here."
        : "What it meant cannot be written here; change the rule at the source, or plan with"
            + " --policy-meaning wayleave to take what it means here.";
  }

  private static String what(Pairs lost, Pairs gained, Remarks remarks) {
    StringBuilder what = new StringBuilder("Compared with ").append(remarks.headscale());
    if (!lost.isEmpty()) {
      what.append(", the rule no longer connects (").append(lost.count()).append(") ");
      what.append(lost.describe());
    }
    if (!gained.isEmpty()) {
      what.append(lost.isEmpty() ? ", the rule" : "; it").append(" newly connects (");
      what.append(gained.count()).append(") ").append(gained.describe());
    }
    return what.append('.').toString();
  }
}
