package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.ApiKey;

/// Who asks, for the audit log.
///
/// @param name for example `api key 3 (abcdefghijkl)`
/// @param address the network address the request came from, or `local`
public record Actor(String name, String address) {
  /// The coordinator itself.
  public static final Actor COORDINATOR = new Actor("coordinator", "local");

  /// Whoever holds an API key.
  public static Actor of(ApiKey key, String address) {
    return new Actor("api key " + key.id() + " (" + key.secret().prefix() + ")", address);
  }
}
