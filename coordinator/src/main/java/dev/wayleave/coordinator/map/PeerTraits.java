package dev.wayleave.coordinator.map;

import java.util.BitSet;

/// What a policy makes of peers whoever looks at them, by index of its directory.
///
/// @param withoutIpv4 those that are not shown with their IPv4 address
/// @param subdomains those whose subdomains resolve to them
public record PeerTraits(BitSet withoutIpv4, BitSet subdomains) {

  /// The indexes at which two policies differ.
  BitSet differences(PeerTraits other) {
    BitSet changed = (BitSet) withoutIpv4.clone();
    changed.xor(other.withoutIpv4);
    BitSet names = (BitSet) subdomains.clone();
    names.xor(other.subdomains);
    changed.or(names);
    return changed;
  }
}
