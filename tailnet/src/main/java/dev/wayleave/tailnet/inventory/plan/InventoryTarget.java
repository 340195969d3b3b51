package dev.wayleave.tailnet.inventory.plan;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import java.util.List;
import java.util.Set;

/// A place that a tailnet can be carried to.
///
/// A target plans by itself: it alone knows its present state and what was last applied to it.
public interface InventoryTarget {
  /// Works out what applying would do. Changes nothing that the target serves.
  Preview plan(Reading source, PlanOptions options, Progress progress) throws TargetException;

  /// Carries a preview out, whole or not at all; refuses when the target changed since.
  ///
  /// @param acceptedCodes codes of LOSSY findings that the operator accepts
  Receipt apply(Preview preview, Set<String> acceptedCodes, Progress progress)
      throws TargetException;

  /// What the target holds now; secrets may be withheld.
  Inventory read(Progress progress) throws TargetException;

  /// Takes an applied migration back.
  RollbackOutcome rollback(String migration, Progress progress) throws TargetException;

  /// A plan that the target has staged.
  ///
  /// @param migration the target's name for it
  record Preview(String migration, Plan plan) {}

  /// Proof that a plan was applied.
  ///
  /// @param notes sentences for the operator, for example which settings need a restart
  record Receipt(String migration, Plan plan, List<String> notes) {
    public Receipt {
      notes = List.copyOf(notes);
    }
  }

  /// How a rollback ended.
  sealed interface RollbackOutcome {
    /// The target is as it was before.
    record Done(String migration, List<String> notes) implements RollbackOutcome {}

    /// These later edits would be lost, so nothing was done.
    record Refused(List<String> losses) implements RollbackOutcome {}
  }
}
