package dev.wayleave.coordinator.relay;

import java.util.Locale;

/// Why a packet was not delivered.
enum Drop {
  /// Nobody with that key is connected.
  NOT_HERE,
  /// A newer packet took its place in a full queue.
  QUEUE_FULL,
  /// It waited for a client that went.
  GONE;

  String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
