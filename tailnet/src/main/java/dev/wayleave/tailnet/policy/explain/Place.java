package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.List;

/// What a person named: devices, or addresses that no device has.
///
/// @param text as it was written
/// @param ranges empty where devices are meant
record Place(String text, List<Device> devices, List<AddressRange> ranges) {
  static Place of(String text, List<Device> devices) {
    return new Place(text, List.copyOf(devices), List.of());
  }
}
