package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityRef;
import org.jspecify.annotations.Nullable;

/// What applying does to one entity on the target and in the memory of what was applied.
///
/// @param before what the target holds; null where it holds nothing
/// @param after what it will hold; null where the entity is deleted
/// @param appliedBefore what was last applied here from this source; null where nothing was
/// @param appliedAfter what will then count as last applied
public record EntityChange(
    EntityRef ref,
    @Nullable Entity<?> before,
    @Nullable Entity<?> after,
    @Nullable Entity<?> appliedBefore,
    @Nullable Entity<?> appliedAfter) {
  /// Whether the target itself is written, and not only the memory of what was applied.
  public boolean writesTarget() {
    return !Secrets.same(before, after);
  }

  /// Whether anything is written at all.
  public boolean writes() {
    return writesTarget() || !Secrets.same(appliedBefore, appliedAfter);
  }

  /// The change that takes this one back.
  EntityChange inverse() {
    return new EntityChange(ref, after, before, appliedAfter, appliedBefore);
  }
}
