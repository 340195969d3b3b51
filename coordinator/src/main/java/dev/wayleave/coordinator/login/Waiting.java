package dev.wayleave.coordinator.login;

import java.time.Instant;

/// What waits for a person's decision, as administrators are shown it.
public sealed interface Waiting permits WaitingDevice, WaitingSession {
  /// What its page and its commands are called by.
  String id();

  /// The network address that it came from.
  String address();

  Instant begun();

  /// When it will have waited too long.
  Instant until();
}
