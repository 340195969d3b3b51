package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.importers.tailscale.relay.Home;
import dev.wayleave.importers.tailscale.relay.HomeRegions;
import org.jspecify.annotations.Nullable;

/// Where devices are reached by relay as long as they have not moved.
public final class Homes {
  private final @Nullable HomeRegions regions;

  /// @param regions null where the relays of the old plane are not known, which is told once and
  ///   not for each device
  public Homes(@Nullable HomeRegions regions) {
    this.regions = regions;
  }

  /// The region; 0 where it is not known.
  int of(HostedFields device, ObjectNotes own) {
    if (regions == null) {
      return 0;
    }
    return switch (regions.of(own.object(), device.json())) {
      case Home.Region(int id) -> id;
      case Home.Unresolved(var finding) -> {
        own.notes().add(finding);
        yield 0;
      }
    };
  }
}
