package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.address.AddressRange;

/// Addresses that no rule tells apart, and who has them.
///
/// @param owner the index of the device that has them; negative numbers are networks
/// @param label who or what that is: `db-1`, `10.20.0.0/16`
record Place(AddressRange range, int owner, String label) {
  /// The owner of what lies behind exit nodes.
  static final int INTERNET = -1;

  boolean isDevice() {
    return owner >= 0;
  }

  boolean isInternet() {
    return owner == INTERNET;
  }

  boolean isIpv4() {
    return range.first().bits() == 32;
  }
}
