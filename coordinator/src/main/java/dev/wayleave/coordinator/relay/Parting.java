package dev.wayleave.coordinator.relay;

import java.util.Locale;

/// Why a connection ended, for counters.
enum Parting {
  /// The client closed it.
  CLIENT,
  /// It did not log in in time.
  LOGIN_TIME,
  /// It did not keep to the protocol.
  PROTOCOL,
  /// It asked for what only a relay of the same region may, and this one has no siblings.
  MESH,
  /// Its key is not one of the tailnet's, or is no longer.
  NOT_ADMITTED,
  /// It took nothing for too long.
  SLOW,
  /// It did not answer a ping.
  SILENT,
  /// The node has more connections than it may have.
  TOO_MANY_OF_KEY,
  /// The relay stops.
  STOPPING;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
