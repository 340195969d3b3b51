package dev.wayleave.protocol.derp;

import java.util.EnumSet;
import java.util.Set;

/// What a connected peer is: each kind is one bit of one byte.
public enum PeerKind {
  /// A client like most.
  REGULAR(0x01),
  /// A server of the same region.
  MESH_PEER(0x02),
  /// Somebody who measures.
  PROBER(0x04),
  /// A client that would rather be at another server of the region.
  NOT_IDEAL(0x08);

  private final int bit;

  PeerKind(int bit) {
    this.bit = bit;
  }

  static byte toByte(Set<PeerKind> kinds) {
    int bits = 0;
    for (PeerKind kind : kinds) {
      bits |= kind.bit;
    }
    return (byte) bits;
  }

  /// Bits without a meaning here are dropped.
  static Set<PeerKind> ofByte(byte bits) {
    Set<PeerKind> kinds = EnumSet.noneOf(PeerKind.class);
    for (PeerKind kind : values()) {
      if ((bits & kind.bit) != 0) {
        kinds.add(kind);
      }
    }
    return kinds;
  }
}
