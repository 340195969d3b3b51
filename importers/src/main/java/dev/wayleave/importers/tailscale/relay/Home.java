package dev.wayleave.importers.tailscale.relay;

import dev.wayleave.tailnet.inventory.Finding;

/// Where a device that has not moved yet is reached by relay.
public sealed interface Home {
  /// It is known.
  record Region(int id) implements Home {}

  /// It is not, and moved devices would not reach it by relay.
  record Unresolved(Finding finding) implements Home {}
}
