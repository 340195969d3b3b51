package dev.wayleave.cli.report;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import java.util.List;

/// How applying ended, for programs.
///
/// @param applied false where findings forbade it
/// @param migration the target's name for it; empty where there was nothing to do
@JsonPropertyOrder({"applied", "migration", "from", "to", "notes", "plan"})
public record ApplyDocument(
    boolean applied, String migration, String from, String to, List<String> notes, Plan plan) {
  public static ApplyDocument refused(PlanDocument plan) {
    return new ApplyDocument(false, "", plan.from(), plan.to(), List.of(), plan.plan());
  }

  public static ApplyDocument applied(PlanDocument plan, InventoryTarget.Receipt receipt) {
    return new ApplyDocument(
        true, receipt.migration(), plan.from(), plan.to(), receipt.notes(), receipt.plan());
  }
}
