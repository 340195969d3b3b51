package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Devices, or addresses behind one, that no rule of either policy tells apart.
///
/// @param devices the devices themselves; empty where this is about addresses
/// @param ranges addresses behind the carrier
/// @param carrier the router or exit node; null for devices, and for subnets as sources
/// @param open the ways that begin or end here
record End(
    Change.Kind kind,
    BitSet devices,
    List<AddressRange> ranges,
    @Nullable Device carrier,
    Openings open) {

  /// The ways at one end, by address family.
  ///
  /// @param v4 null where the end has no IPv4 address
  /// @param v6 null where the end has no IPv6 address
  /// @param self the ways to own devices; empty at destinations
  record Openings(@Nullable BitSet v4, @Nullable BitSet v6, BitSet self) {
    static Openings of(AddressRange range, BitSet open) {
      boolean four = range.first().bits() == 32;
      return new Openings(four ? open : null, four ? null : open, new BitSet());
    }

    boolean intersects(BitSet ways) {
      return (v4 != null && v4.intersects(ways))
          || (v6 != null && v6.intersects(ways))
          || self.intersects(ways);
    }
  }
}
