package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which pairs of devices any rule lets through.
final class Coverage {
  private final Map<Device, BitSet> reached = new HashMap<>();
  private final List<Device> sources;

  Coverage(List<Device> sources) {
    this.sources = sources;
  }

  void add(Device source, BitSet destinations) {
    reached.computeIfAbsent(source, _ -> new BitSet()).or(destinations);
  }

  Explanation.Answer answer(Place destination) {
    return leftOut(destination).isEmpty()
        ? Explanation.Answer.ALLOWED
        : reached.isEmpty() ? Explanation.Answer.DENIED : Explanation.Answer.PARTLY;
  }

  /// The devices that do not reach all of a destination.
  List<Device> leftOut(Place destination) {
    return sources.stream().filter(device -> !reachesAll(device, destination)).toList();
  }

  /// A device needs no rule to reach itself, nor what lies behind it.
  private boolean reachesAll(Device source, Place destination) {
    BitSet to = reached.get(source);
    if (destination.devices().isEmpty()) {
      return to != null || isBehind(source, destination);
    }
    return destination.devices().stream()
        .allMatch(device -> device.equals(source) || (to != null && to.get(device.index())));
  }

  private boolean isBehind(Device source, Place destination) {
    return !reached.isEmpty()
        && destination.ranges().stream()
            .allMatch(range ->
                source.subnets().stream()
                    .anyMatch(subnet -> AddressRange.of(subnet).contains(range)));
  }
}
