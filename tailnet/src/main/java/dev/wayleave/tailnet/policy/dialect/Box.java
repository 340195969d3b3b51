package dev.wayleave.tailnet.policy.dialect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// Everything of one kind that may pass: from each of some places to each of others, on each of
/// some channels. The bit sets are never changed.
///
/// @param channels numbers of [Segments]
record Box(BitSet from, BitSet to, BitSet channels) {
  /// The box, unless it is empty.
  static Optional<Box> of(BitSet from, BitSet to, BitSet channels) {
    return from.isEmpty() || to.isEmpty() || channels.isEmpty()
        ? Optional.empty()
        : Optional.of(new Box(from, to, channels));
  }

  /// What of this box is not in another: at most three boxes, which do not overlap.
  List<Box> without(Box other) {
    if (!from.intersects(other.from)
        || !to.intersects(other.to)
        || !channels.intersects(other.channels)) {
      return List.of(this);
    }
    List<Box> rest = new ArrayList<>(3);
    of(difference(from, other.from), to, channels).ifPresent(rest::add);
    BitSet sharedFrom = intersection(from, other.from);
    of(sharedFrom, difference(to, other.to), channels).ifPresent(rest::add);
    of(sharedFrom, intersection(to, other.to), difference(channels, other.channels))
        .ifPresent(rest::add);
    return rest;
  }

  static BitSet intersection(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both;
  }

  static BitSet difference(BitSet a, BitSet b) {
    BitSet rest = (BitSet) a.clone();
    rest.andNot(b);
    return rest;
  }
}
