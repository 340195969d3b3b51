package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.directory.Device;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares what devices are told of themselves.
final class AttributeDiff {
  private record Cell(String name, String gained, String lost) {}

  private AttributeDiff() {}

  static void add(Sight before, Sight after, DeviceLabels labels, ChangeList changes) {
    Map<Cell, BitSet> cells = new LinkedHashMap<>();
    for (Device device : after.directory().devices()) {
      SortedMap<String, List<String>> earlier = before.attributes().of(device);
      SortedMap<String, List<String>> later = after.attributes().of(device);
      if (!earlier.equals(later)) {
        TreeSet<String> names = new TreeSet<>(earlier.keySet());
        names.addAll(later.keySet());
        for (String name : names) {
          Cell cell = new Cell(name, words(later.get(name)), words(earlier.get(name)));
          if (!cell.gained().equals(cell.lost())) {
            cells.computeIfAbsent(cell, _ -> new BitSet()).set(device.index());
          }
        }
      }
    }
    cells.forEach((cell, devices) ->
        changes.add(() ->
            new Change(
                Change.Kind.ATTRIBUTE,
                labels.of(devices),
                cell.name(),
                "",
                cell.gained(),
                cell.lost(),
                devices.cardinality())));
  }

  private static String words(@Nullable List<String> values) {
    return values == null ? "" : values.isEmpty() ? "given" : String.join(", ", values);
  }
}
