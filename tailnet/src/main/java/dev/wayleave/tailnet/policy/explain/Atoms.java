package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Cuts ranges of addresses into pieces that none of the cutting ranges divides.
final class Atoms {
  private Atoms() {}

  static List<AddressRange> cut(Collection<AddressRange> whole, Collection<AddressRange> cutters) {
    List<AddressRange> pieces = new ArrayList<>(whole);
    for (AddressRange cutter : cutters) {
      List<AddressRange> next = new ArrayList<>(pieces.size() + 2);
      for (AddressRange piece : pieces) {
        if (!piece.overlaps(cutter) || cutter.contains(piece)) {
          next.add(piece);
        } else {
          next.add(shared(piece, cutter));
          next.addAll(
              AddressSet.of(List.of(piece)).without(AddressSet.of(List.of(cutter))).ranges());
        }
      }
      pieces = next;
    }
    return pieces;
  }

  private static AddressRange shared(AddressRange a, AddressRange b) {
    IpAddress first = a.first().compareTo(b.first()) >= 0 ? a.first() : b.first();
    IpAddress last = a.last().compareTo(b.last()) <= 0 ? a.last() : b.last();
    return new AddressRange(first, last);
  }
}
