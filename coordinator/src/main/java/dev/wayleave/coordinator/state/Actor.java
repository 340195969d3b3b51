package dev.wayleave.coordinator.state;

/// Who asks, for the audit log.
///
/// @param name for example `api key 3 (abcdefghijkl)`
/// @param address the network address the request came from, or `local`
public record Actor(String name, String address) {
  /// The coordinator itself.
  public static final Actor COORDINATOR = new Actor("coordinator", "local");
}
