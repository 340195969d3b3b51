package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.state.Registration;
import java.time.Instant;

/// A device that waits for a person to let it in.
///
/// @param id what its page and its commands are called by: random, known to the device and whom it
///   tells; it is listed to administrators, and proves nothing
/// @param address where it came from, an IP address as text
record PendingLogin(String id, Registration device, String address, Instant begun, Instant until) {}
