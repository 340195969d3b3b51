package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.importers.tailscale.relay.Home;
import dev.wayleave.importers.tailscale.relay.HomeRegions;
import org.jspecify.annotations.Nullable;

/// Where devices are reached by relay as long as they have not moved.
public final class Homes {
  private final @Nullable HomeRegions regions;

  private Homes(@Nullable HomeRegions regions) {
    this.regions = regions;
  }

  public static Homes in(HomeRegions regions) {
    return new Homes(regions);
  }

  /// The homes of devices where the relays of the old plane are not known.
  public static Homes unknown() {
    return new Homes(null);
  }

  /// The region; 0 where it is not known.
  int of(HostedFields device, ObjectNotes own) {
    Home home =
        regions == null
            ? HomeRegions.withoutMap(own.object())
            : regions.of(own.object(), device.json());
    return switch (home) {
      case Home.Region(int id) -> id;
      case Home.Unresolved(var finding) -> {
        own.notes().add(finding);
        yield 0;
      }
    };
  }
}
