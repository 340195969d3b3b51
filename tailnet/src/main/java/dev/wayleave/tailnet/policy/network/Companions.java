package dev.wayleave.tailnet.policy.network;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Capabilities that come with another one, in the opposite direction: who may use a shared drive
/// or a relay is told so by the one who offers it.
final class Companions {
  private static final Map<String, String> BY_CAPABILITY =
      Map.of(
          "tailscale.com/cap/drive", "tailscale.com/cap/drive-sharer",
          "tailscale.com/cap/relay", "tailscale.com/cap/relay-target");

  private Companions() {}

  /// The companions of these capabilities, in the order of the capabilities' names.
  static List<String> of(Set<String> capabilities) {
    return capabilities.stream()
        .sorted()
        .flatMap(name -> Optional.ofNullable(BY_CAPABILITY.get(name)).stream())
        .toList();
  }
}
