package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.BitSet;

/// The source side of a rule, worked out once and shared by all filters that hold the rule.
///
/// @param texts as clients are sent them
/// @param addresses the same as a set
/// @param devices which devices speak for any of the addresses, themselves or by a subnet of theirs
record Sources(SourceTexts texts, AddressSet addresses, BitSet devices) {

  static final Sources NONE = new Sources(SourceTexts.NONE, AddressSet.EMPTY, new BitSet());

  boolean include(Device device) {
    return devices.get(device.index());
  }

  boolean overlap(AddressRange range) {
    return addresses.overlaps(range);
  }

  boolean areNone() {
    return texts.areNone();
  }
}
