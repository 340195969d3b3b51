package dev.wayleave.coordinator.relay;

import java.util.List;
import java.util.Map;

/// The hosts that clients of this coordinator need, with their addresses.
@FunctionalInterface
public interface OwnNames {
  /// Addresses as literals by host name, as far as settings name them: nothing is resolved for it.
  Map<String, List<String>> addresses();
}
