package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.directory.Device;
import org.jspecify.annotations.Nullable;

/// One end of a flow: an address, and the device that has it as its own, if any.
record Endpoint(IpAddress address, @Nullable Device device) {
  /// Whether both ends are untagged devices of one user.
  boolean isSelfOf(Endpoint other) {
    return device != null
        && other.device != null
        && !device.isTagged()
        && !other.device.isTagged()
        && device.sameUserAs(other.device);
  }
}
