package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// What of an address matters to the rules: two addresses of one kind are treated alike.
///
/// Thousands of devices are of few kinds, so that a test need not try each with each.
///
/// @param bits the family
/// @param named what of the rules speaks of it, numbered through
/// @param user whose untagged device has it, for `autogroup:self`; null otherwise
record AddressKind(int bits, BitSet named, @Nullable UserId user) {
  static AddressKind of(Endpoint end, BitSet named, boolean byUser) {
    Device device = end.device();
    UserId user =
        byUser && device != null && !device.isTagged() && device.person() != null
            ? device.person().id()
            : null;
    return new AddressKind(end.address().bits(), named, user);
  }
}
