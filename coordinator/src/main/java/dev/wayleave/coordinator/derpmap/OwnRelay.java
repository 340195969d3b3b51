package dev.wayleave.coordinator.derpmap;

/// Whether the coordinator's own relay is in the map.
public enum OwnRelay {
  /// As imported settings have it, and where there are none, or no other relay, it is. Where they
  /// come from a server of another URL, that server's relay stays in the map beside it. While
  /// devices are on their way from another plane it is not, as with [#NEVER].
  AUTO,
  /// It is, and takes the place of the one of the server that settings come from.
  ALWAYS,
  /// It is not: for a move in waves, until no device is left at the old server. Those know only its
  /// relay, and would not find a device whose home is here.
  NEVER
}
