package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.syntax.PolicyEditException;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.List;
import java.util.Optional;

/// Gives the policy in force to a Headscale of some release.
///
/// The original goes back byte for byte to a release that speaks its language, if nobody has edited
/// the policy since. Any other release gets the original or the present text as they are, if they
/// mean there what the policy means here, and else the present text in that release's words.
public final class HeadscaleExport {
  private static final String HEADSCALE = "headscale";

  private final PolicyEngine target;
  private final Inventory inventory;

  /// @param inventory users, nodes and keys as they are here, and the versions of the policy
  public HeadscaleExport(PolicyEngine target, Inventory inventory) {
    this.target = target;
    this.inventory = inventory;
  }

  /// What the target is to go by.
  public sealed interface Outcome {
    List<Finding> findings();

    /// The text; nothing where the target is to have no policy.
    Optional<String> text();

    /// A version that the inventory holds, byte for byte.
    record Kept(PolicyVersion version, List<Finding> findings) implements Outcome {
      public Kept {
        findings = List.copyOf(findings);
      }

      @Override
      public Optional<String> text() {
        return Optional.of(version.text());
      }
    }

    /// A text that no version holds.
    record Rewritten(String written, List<Finding> findings) implements Outcome {
      public Rewritten {
        findings = List.copyOf(findings);
      }

      @Override
      public Optional<String> text() {
        return Optional.of(written);
      }
    }

    /// No policy, so that every node reaches every other.
    record None(List<Finding> findings) implements Outcome {
      public None {
        findings = List.copyOf(findings);
      }

      @Override
      public Optional<String> text() {
        return Optional.empty();
      }
    }
  }

  /// What to give the target, with what its release cannot say.
  public Outcome export() {
    Optional<PolicyVersion> inUse = inventory.policyInUse();
    if (inUse.isEmpty()
        || !(Originals.forSource(inventory.policies())
            instanceof Originals.WayBack.Text(PolicyVersion original))) {
      return new Outcome.None(List.of(withoutPolicy()));
    }
    if (engineOf(original, inUse.get()).filter(target::equals).isPresent()) {
      return new Outcome.Kept(original, List.of());
    }
    if (PolicySyntax.fault(inUse.get().text()).isPresent()) {
      return unreadable(inUse.get());
    }
    try {
      return written(original, inUse.get());
    } catch (PolicySyntaxException | PolicyEditException e) {
      throw new IllegalStateException("a policy that was read cannot be edited", e);
    }
  }

  private Finding withoutPolicy() {
    return Finding.info(
        "POLICY_ABSENT",
        "policy",
        "There is no policy, and Headscale "
            + target.releases()
            + " then lets every node reach every other, as here.",
        "Nothing, if that is what is wanted.");
  }

  /// Whose language a version is in: that of the release that it was rewritten from, or of the
  /// Headscale that it was just read from.
  private Optional<PolicyEngine> engineOf(PolicyVersion original, PolicyVersion inUse) {
    if (!original.id().equals(inUse.id())) {
      return Originals.engine(inUse);
    }
    return inventory.source().kind().equals(HEADSCALE)
        ? PolicyEngine.ofRelease(inventory.source().release())
        : Optional.empty();
  }

  private Outcome unreadable(PolicyVersion version) {
    return new Outcome.Kept(
        version,
        List.of(
            Finding.blocker(
                "POLICY_INVALID",
                Labels.object(version),
                "Its text cannot be read, and so not be compared with what Headscale makes of it.",
                "Correct the policy before exporting.")));
  }

  private Outcome written(PolicyVersion original, PolicyVersion inUse)
      throws PolicySyntaxException, PolicyEditException {
    PolicyText present = PolicyText.parse(inUse.text());
    if (!(HeadscaleTranslation.read(present) instanceof Reading.Sound(Policy policy, var _))) {
      return unreadable(inUse);
    }
    TargetPolicy writer = new TargetPolicy(target, inventory, TargetPolicy.withRules(present));
    if (!original.id().equals(inUse.id()) && writer.isMeantBy(original)) {
      return new Outcome.Kept(original, List.of());
    }
    TargetRemarks remarks = new TargetRemarks(inUse, target, Originals.areOfHeadscale(inventory));
    PolicyText written = writer.write(present, policy, remarks);
    writer.compare(written, remarks);
    if (written.text().equals(present.text())) {
      return new Outcome.Kept(inUse, remarks.findings());
    }
    remarks.add(
        Finding.info(
            "POLICY_REWRITTEN",
            Labels.object(inUse),
            "The policy is written in the words of Headscale " + target.releases() + ".",
            "Nothing."));
    return new Outcome.Rewritten(written.text(), remarks.findings());
  }
}
