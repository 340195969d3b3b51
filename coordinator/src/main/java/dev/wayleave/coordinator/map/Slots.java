package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// Which node each index of a directory means.
///
/// A stream to which nothing is told for long keeps what its indexes meant. This is far smaller
/// than a directory, and the same one for all directories in which nobody came or went.
public final class Slots {
  private static final long NOBODY = -1;

  private final long[] ids;

  private Slots(long[] ids) {
    this.ids = ids;
  }

  /// The slots of a directory; the earlier ones where they mean the same.
  static Slots of(Directory directory, @Nullable Slots earlier) {
    int size = directory.devices().stream().mapToInt(Device::index).max().orElse(-1) + 1;
    long[] ids = new long[size];
    Arrays.fill(ids, NOBODY);
    directory.devices().forEach(device -> ids[device.index()] = device.id().value());
    return earlier != null && Arrays.equals(earlier.ids, ids) ? earlier : new Slots(ids);
  }

  /// The node that an index means here, which it must.
  NodeId at(int index) {
    return new NodeId(ids[index]);
  }

  /// The indexes that mean another node in later slots than here, or none any more.
  BitSet movedIn(Slots later) {
    BitSet moved = new BitSet();
    for (int index = 0; index < ids.length; index++) {
      long then = index < later.ids.length ? later.ids[index] : NOBODY;
      moved.set(index, ids[index] != NOBODY && ids[index] != then);
    }
    return moved;
  }
}
