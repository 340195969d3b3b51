package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;

/// Compares who is told of whom.
final class PeerDiff {
  private record Seen(BitSet gained, BitSet lost) {}

  private PeerDiff() {}

  static void add(
      NetworkPolicy before,
      NetworkPolicy after,
      Directory directory,
      DeviceLabels labels,
      ChangeList changes) {
    Map<Seen, BitSet> viewers = new LinkedHashMap<>();
    for (Device device : directory.devices()) {
      BitSet gained = after.sees(device);
      BitSet lost = before.sees(device);
      if (!gained.equals(lost)) {
        BitSet earlier = (BitSet) lost.clone();
        lost.andNot(gained);
        gained.andNot(earlier);
        viewers.computeIfAbsent(new Seen(gained, lost), _ -> new BitSet()).set(device.index());
      }
    }
    viewers.forEach((seen, by) -> {
      add(by, seen.gained(), "is told of them", "", labels, changes);
      add(by, seen.lost(), "", "is told of them", labels, changes);
    });
  }

  private static void add(
      BitSet by, BitSet seen, String gained, String lost, DeviceLabels labels, ChangeList changes) {
    if (!seen.isEmpty()) {
      long pairs = (long) by.cardinality() * seen.cardinality();
      changes.add(() ->
          new Change(Change.Kind.PEER, labels.of(by), labels.of(seen), "", gained, lost, pairs));
    }
  }
}
