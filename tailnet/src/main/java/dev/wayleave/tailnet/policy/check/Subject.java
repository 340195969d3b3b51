package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.List;

/// What a word in a test stands for.
sealed interface Subject {
  /// Devices, at least one.
  record OfDevices(List<Device> devices) implements Subject {}

  /// One address, whoever has it.
  record OfAddress(IpAddress address) implements Subject {}

  /// `autogroup:self`: the devices of the source's user.
  record Self() implements Subject {}

  /// Nothing that a test can be about.
  record Unusable(String reason) implements Subject {}
}
