package dev.wayleave.cli;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport;
import dev.wayleave.tailnet.policy.dialect.HeadscaleTranslation;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import dev.wayleave.tailnet.policy.dialect.PolicyMeaning;
import dev.wayleave.tailnet.policy.dialect.Translation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The policy that a target goes by after a plan, in the words of Wayleave's language.
///
/// @param source the tailnet that is carried
/// @param headscale how the target reads a policy; null where it speaks this language
record TargetPolicy(Inventory source, @Nullable PolicyEngine headscale) {
  /// What the text of a policy is called in plans, of entities and of rows.
  private static final Set<String> TEXTS = Set.of("text", "data");

  /// Tells what the target holds now.
  @FunctionalInterface
  interface Present {
    Inventory read() throws TargetException;
  }

  /// What the target makes of its policy.
  ///
  /// @param text nothing where no text says it
  /// @param unsaid what of it no text says, or not exactly
  /// @param settled whether people changed it there since it came from the source, which nobody
  ///   else has touched
  record Meant(Optional<String> text, List<Finding> unsaid, boolean settled) {
    Meant {
      unsaid = List.copyOf(unsaid);
    }
  }

  Meant after(Plan plan, Present target) throws TargetException {
    Optional<String> kept = writesAll(plan) ? Optional.empty() : kept(plan, target.read());
    boolean settled = kept.isPresent() && policies(plan).allMatch(TargetPolicy::isTargets);
    if (headscale == null) {
      Optional<String> text = kept.or(() -> source.policyInUse().map(PolicyVersion::text));
      return new Meant(text, List.of(), settled);
    }
    Optional<String> text = kept.or(() -> new HeadscaleExport(headscale, source).export().text());
    return meant(headscale, text, settled);
  }

  private static Stream<PlanItem> policies(Plan plan) {
    return plan.items().stream().filter(item -> item.ref().kind() == EntityKind.POLICY);
  }

  private static boolean isTargets(PlanItem item) {
    return switch (item.op()) {
      case KEEP -> true;
      case CREATE, UPDATE, DELETE, CONFLICT -> false;
    };
  }

  /// Whether the target has no say in its policy. Where it changed and the source did not, the plan
  /// has no item of it.
  private static boolean writesAll(Plan plan) {
    List<PlanItem> items = policies(plan).toList();
    return !items.isEmpty()
        && items.stream()
            .allMatch(item ->
                switch (item.op()) {
                  case CREATE -> true;
                  case UPDATE -> takesText(item);
                  case DELETE, CONFLICT, KEEP -> false;
                });
  }

  private static boolean takesText(PlanItem item) {
    return item.fields().stream().map(FieldDiff::field).anyMatch(TEXTS::contains);
  }

  /// The target's own policy, if it goes on by that.
  private Optional<String> kept(Plan plan, Inventory target) {
    Optional<PolicyVersion> present =
        headscale == null
            ? target.policyInUse()
            : Originals.forSource(target.policies())
                    instanceof Originals.WayBack.Text(PolicyVersion version)
                ? Optional.of(version)
                : Optional.empty();
    return present.filter(theirs -> !isReplaced(theirs.id(), plan)).map(PolicyVersion::text);
  }

  private boolean isReplaced(String id, Plan plan) {
    boolean written = false;
    for (PlanItem item : policies(plan).toList()) {
      boolean same = item.ref().id().equals(id);
      if (same && item.op() == PlanItem.Op.CONFLICT) {
        return false;
      }
      // Headscale goes by the newest row.
      written |=
          switch (item.op()) {
            case CREATE -> headscale != null && number(item.ref().id()) > number(id);
            case UPDATE -> same && takesText(item);
            case DELETE -> same;
            case CONFLICT, KEEP -> false;
          };
    }
    return written;
  }

  private static long number(String id) {
    return id.matches("\\d{1,18}") ? Long.parseLong(id) : 0;
  }

  private Meant meant(PolicyEngine engine, Optional<String> written, boolean settled) {
    Translation translation =
        new HeadscaleTranslation(engine, source, true, PolicyMeaning.SOURCE)
            .translate(written.orElse(null), "policy at the target");
    List<Finding> unsaid =
        translation.findings().stream()
            .filter(finding -> finding.level() == Finding.Level.BLOCKER)
            .toList();
    return switch (translation) {
      case Translation.Unchanged _ -> new Meant(written, unsaid, settled);
      case Translation.Rewritten(String text, _) -> new Meant(Optional.of(text), unsaid, settled);
      case Translation.Refused _ -> new Meant(Optional.empty(), unsaid, settled);
    };
  }
}
