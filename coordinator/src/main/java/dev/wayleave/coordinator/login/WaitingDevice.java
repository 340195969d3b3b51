package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Registration;
import java.time.Instant;

/// A device that waits, as administrators are shown it.
///
/// @param os what it says its operating system is; empty where it says nothing
/// @param address where it came from
public record WaitingDevice(
    String id, Registration device, String os, String address, Instant begun, Instant until)
    implements Waiting {
  static WaitingDevice of(PendingLogin login) {
    return new WaitingDevice(
        login.id(),
        login.device(),
        RegistrationReader.os(login.device().hostinfo()),
        login.address(),
        login.begun(),
        login.until());
  }
}
