package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.tailnet.policy.syntax.SyntaxFault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds policies that cannot be read. Their text is carried all the same.
///
/// The one in use blocks: a target that cannot read it would have to let everyone or no one in. An
/// older version is history.
public final class PolicyFaults {
  private static final String CODE = "POLICY_INVALID";

  private PolicyFaults() {}

  /// One finding for each version that is not HuJSON. An empty text is Headscale's "no policy".
  public static List<Finding> of(Inventory inventory) {
    return inventory.policies().stream().flatMap(version -> of(version).stream()).toList();
  }

  private static Optional<Finding> of(PolicyVersion version) {
    return Stream.of(version.text())
        .filter(text -> !text.isBlank())
        .flatMap(text -> PolicySyntax.fault(text).stream())
        .map(fault -> finding(version, fault))
        .findFirst();
  }

  private static Finding finding(PolicyVersion version, SyntaxFault fault) {
    String what = "Its text cannot be read: " + fault + ".";
    return version.inUse()
        ? Finding.blocker(
            CODE,
            Labels.object(version),
            what,
            "Correct the policy where it stands (" + version.origin() + ") and read it again.")
        : Finding.info(
            CODE, Labels.object(version), what, "Nothing: it is carried as history, as it is.");
  }
}
