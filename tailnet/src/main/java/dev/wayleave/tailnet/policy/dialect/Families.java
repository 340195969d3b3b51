package dev.wayleave.tailnet.policy.dialect;

import java.util.BitSet;
import java.util.List;

/// Makes boxes in which both ends are of one address family, as no packet goes from one to the
/// other.
final class Families {
  /// With more users than this, `autogroup:self` is not compared: it takes boxes for each of them.
  static final int MAX_SELVES = 1_000;

  private final BitSet ipv4;

  Families(Places places) {
    this.ipv4 = places.ipv4();
  }

  void add(BitSet from, BitSet to, BitSet channels, List<Box> boxes) {
    Box.of(Box.intersection(from, ipv4), Box.intersection(to, ipv4), channels)
        .ifPresent(boxes::add);
    Box.of(Box.difference(from, ipv4), Box.difference(to, ipv4), channels).ifPresent(boxes::add);
  }
}
