package dev.wayleave.tailnet.policy.address;

import dev.wayleave.tailnet.model.IpAddress;

/// Prefix arithmetic on addresses of either family.
final class Bits {
  private Bits() {}

  /// The address with all bits after the first `length` cleared.
  static IpAddress lowest(IpAddress address, int length) {
    return switch (address) {
      case IpAddress.V4(int value) -> new IpAddress.V4(value & mask(length));
      case IpAddress.V6(long high, long low) ->
          new IpAddress.V6(high & longMask(length), low & longMask(length - 64));
    };
  }

  /// The address with all bits after the first `length` set.
  static IpAddress highest(IpAddress address, int length) {
    return switch (address) {
      case IpAddress.V4(int value) -> new IpAddress.V4(value | ~mask(length));
      case IpAddress.V6(long high, long low) ->
          new IpAddress.V6(high | ~longMask(length), low | ~longMask(length - 64));
    };
  }

  /// How many leading bits two addresses of one family share.
  static int sharedLength(IpAddress a, IpAddress b) {
    if (a.bits() == 32) {
      return Long.numberOfLeadingZeros(a.low() ^ b.low()) - 32;
    }
    int high = Long.numberOfLeadingZeros(a.high() ^ b.high());
    return high < 64 ? high : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
  }

  private static int mask(int ones) {
    return ones <= 0 ? 0 : -1 << (32 - ones);
  }

  private static long longMask(int ones) {
    return ones <= 0 ? 0 : ones >= 64 ? -1L : -1L << (64 - ones);
  }
}
