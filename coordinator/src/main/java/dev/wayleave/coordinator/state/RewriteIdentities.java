package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.store.StoredMigration;
import dev.wayleave.tailnet.inventory.plan.EntityChange;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.List;

/// Gives users the identities of another provider, and whatever goes with it, all at once.
///
/// The changes were worked out at a version of the tailnet, and are refused at any other.
///
/// @param kept what the taking back needs, written in the same transaction
/// @param outline of the plan in `kept`
public record RewriteIdentities(StoredMigration kept, String outline, List<EntityChange> changes)
    implements Command<String> {
  public RewriteIdentities {
    changes = List.copyOf(changes);
  }

  @Override
  public Decision<String> decide(Tailnet image, Moment moment) {
    if (image.version() != kept.version()) {
      return Decision.refused(
          Refusal.Reason.STALE, "The tailnet changed while this was worked out; try again.");
    }
    return CarryOut.written(
        changes, transaction -> transaction.keep(kept, outline, changes), kept.id());
  }

  @Override
  public String object() {
    return "identities/rewrites/" + kept.id();
  }
}
