package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Registration;
import java.time.Instant;
import java.util.List;

/// A device that waits, as administrators are shown it.
///
/// @param os what it says its operating system is; empty where it says nothing
/// @param address where it came from
/// @param claims the imported nodes that it may be
public record WaitingDevice(
    String id,
    Registration device,
    String os,
    String address,
    Instant begun,
    Instant until,
    List<Claim> claims)
    implements Waiting {
  public WaitingDevice {
    claims = List.copyOf(claims);
  }

  static WaitingDevice of(PendingLogin login, List<Claim> claims) {
    return new WaitingDevice(
        login.id(),
        login.device(),
        RegistrationReader.os(login.device().hostinfo()),
        login.address(),
        login.begun(),
        login.until(),
        claims);
  }
}
