package dev.wayleave.tailnet.cutover.kit;

import java.util.Locale;

/// Over, and back again.
enum Direction {
  MOVE,
  ROLLBACK;

  /// How files and scripts call it.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  ControlUrl from(KitRequest request) {
    return this == MOVE ? request.from() : request.to();
  }

  ControlUrl to(KitRequest request) {
    return this == MOVE ? request.to() : request.from();
  }
}
