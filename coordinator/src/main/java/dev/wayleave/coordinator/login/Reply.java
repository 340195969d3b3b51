package dev.wayleave.coordinator.login;

import dev.wayleave.protocol.wire.RegisterResponse;

/// What a device that registers is answered.
sealed interface Reply {
  /// This, at once.
  record Now(RegisterResponse response) implements Reply {}

  /// Nothing yet: what comes of the login with this id.
  record Later(String login) implements Reply {}

  /// That it is to come back later.
  record Slower(String sentence) implements Reply {}
}
