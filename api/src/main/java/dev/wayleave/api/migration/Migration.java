package dev.wayleave.api.migration;

import dev.wayleave.tailnet.inventory.plan.Plan;
import java.util.List;

/// A migration with its plan.
///
/// @param notes sentences for the operator, for example which settings need a restart
public record Migration(MigrationSummary migration, Plan plan, List<String> notes) {
  public Migration {
    notes = List.copyOf(notes);
  }
}
