package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.EntityKind;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// What the operator allows beyond the careful default.
///
/// @param prune deletes what the target made by itself, or changed after the source deleted it
/// @param overwrite kinds in which the source wins over the target's own changes
public record PlanOptions(boolean prune, Set<EntityKind> overwrite) {
  /// Never deletes or overwrites what the target made or changed by itself.
  public static final PlanOptions CAREFUL = new PlanOptions(false, Set.of());

  public PlanOptions {
    overwrite = Collections.unmodifiableSet(new TreeSet<>(overwrite));
  }
}
