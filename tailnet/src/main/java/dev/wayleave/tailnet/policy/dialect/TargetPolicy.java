package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.JsonNull;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.stream.Stream;

/// Writes texts for an engine of Headscale, and holds what they mean there against the policy in
/// force.
final class TargetPolicy {
  private final PolicyEngine target;
  private final Inventory inventory;
  private final SourceView view;
  private final Policy meant;

  /// @param meant the policy in force, with a rule for what goes without saying
  TargetPolicy(PolicyEngine target, Inventory inventory, Policy meant) {
    this.target = target;
    this.inventory = inventory;
    this.view = SourceView.of(target, inventory, true);
    this.meant = meant;
  }

  /// Whether the target reads a version as it is, and takes it for what the policy means here.
  boolean isMeantBy(PolicyVersion version) throws PolicySyntaxException, PolicyEditException {
    if (PolicySyntax.fault(version.text()).isPresent()) {
      return false;
    }
    PolicyText text = PolicyText.parse(version.text());
    if (!(HeadscaleTranslation.read(text) instanceof Reading.Sound(Policy policy, var _))) {
      return false;
    }
    TargetRemarks remarks = new TargetRemarks(version, target, Originals.areOfHeadscale(inventory));
    PolicyText written = write(text, policy, remarks);
    if (!written.text().equals(text.text())) {
      return false;
    }
    compare(written, remarks);
    return remarks.findings().isEmpty();
  }

  PolicyText write(PolicyText text, Policy policy, TargetRemarks remarks)
      throws PolicySyntaxException, PolicyEditException {
    PolicyText written = TargetText.write(target, policy, text, remarks);
    StringEdits users =
        new TargetUsers(view.users(), view.directory(), inventory.users()).edits(written.root());
    return users.isEmpty() ? written : PolicyText.parse(users.apply(written.text()));
  }

  void compare(PolicyText written, TargetRemarks remarks) throws PolicyEditException {
    new TargetComparison(view, allowing(written).root(), meant, remarks).report();
  }

  static Policy withRules(PolicyText text) throws PolicyEditException {
    if (HeadscaleTranslation.read(allowing(text)) instanceof Reading.Sound(Policy policy, var _)) {
      return policy;
    }
    throw new IllegalStateException("a rule that allows everything makes a sound policy unsound");
  }

  /// A text without rules with one that allows everything, which is what it means to both sides:
  /// where the target takes it otherwise, it was written with that rule.
  private static PolicyText allowing(PolicyText text) throws PolicyEditException {
    boolean rules =
        Stream.of("acls", "grants")
            .flatMap(name -> SourceFields.member(text.root(), name).stream())
            .anyMatch(section -> !(section.value() instanceof JsonNull));
    return rules ? text : text.edit(new Edit.Add("/acls", WrittenOut.ALLOW_ALL));
  }
}
