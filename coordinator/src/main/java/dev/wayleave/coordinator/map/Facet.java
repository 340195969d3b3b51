package dev.wayleave.coordinator.map;

/// What of a peer is new, for those who see it.
public enum Facet {
  /// It came online, or went.
  ONLINE,
  ENDPOINTS,
  /// Its home DERP region.
  DERP,
  /// Its node key or disco key.
  KEYS,
  EXPIRY,
  CAPABILITY,
  /// Anything else: name, owner, addresses, routes, services. The peer is sent whole.
  WHOLE
}
