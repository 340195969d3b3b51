package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Registration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A device that waits for a person to let it in. Its mutable part belongs to [PendingLogins].
final class PendingLogin {
  private final String id;
  private final Registration device;
  private final String address;
  private final Instant begun;
  private final Instant until;

  /// Whether somebody is deciding on it at this moment.
  boolean claimed;

  /// What it came to; null while it waits.
  @Nullable Ending ending;

  /// Whom to tell; null while the device does not listen.
  @Nullable Consumer<Ending> listener;

  PendingLogin(String id, Registration device, String address, Instant begun, Instant until) {
    this.id = id;
    this.device = device;
    this.address = address;
    this.begun = begun;
    this.until = until;
  }

  /// What its page and its commands are called by: random, known to the device and whom it tells.
  String id() {
    return id;
  }

  Registration device() {
    return device;
  }

  /// Where it came from, an IP address as text.
  String address() {
    return address;
  }

  Instant begun() {
    return begun;
  }

  Instant until() {
    return until;
  }
}
