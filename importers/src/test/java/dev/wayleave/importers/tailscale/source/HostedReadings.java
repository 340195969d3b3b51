package dev.wayleave.importers.tailscale.source;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.util.List;

/// What stands where nothing was read yet.
final class HostedReadings {
  static final Reading NONE =
      new Reading(
          Inventory.empty(new SourceInfo("tailscale", "", "")),
          new Counts(0, 0, 0, 0, 0, 0),
          List.of());

  private HostedReadings() {}
}
