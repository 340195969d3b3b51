package dev.wayleave.coordinator.login;

import dev.wayleave.tailnet.model.Node;

/// What a waiting login came to.
sealed interface Ending {
  /// The device is let in as this node.
  record Admitted(Node node) implements Ending {}

  /// An administrator turned the device away.
  record Rejected() implements Ending {}

  /// Nobody decided in time, or the device began anew.
  record Lapsed() implements Ending {}

  /// The device asks a second time; only its newest question is held.
  record Superseded() implements Ending {}
}
