package dev.wayleave.exporters.headscale;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.plan.InventoryTarget;
import dev.wayleave.tailnet.inventory.plan.Plan;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What stands where nothing was read or planned yet.
final class HostedInventory {
  private static final SourceInfo INFO = new SourceInfo("tailscale", "", "");
  private static final Counts NOTHING = new Counts(0, 0, 0, 0, 0, 0);

  static final Reading NONE = new Reading(Inventory.empty(INFO), NOTHING, List.of());

  static final InventoryTarget.Preview NO_PREVIEW =
      new InventoryTarget.Preview(
          "",
          new Plan(
              INFO,
              NOTHING,
              "",
              "",
              new PlanOptions(false, Set.of()),
              Map.of(),
              Map.of(),
              List.of(),
              List.of()));

  private HostedInventory() {}
}
