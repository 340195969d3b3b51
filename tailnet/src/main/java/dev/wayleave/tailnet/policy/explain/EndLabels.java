package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Names ends of ways taken together.
final class EndLabels {
  static final String THE_INTERNET = "the internet";

  private static final int SHOWN = 3;

  private final DeviceLabels devices;

  EndLabels(DeviceLabels devices) {
    this.devices = devices;
  }

  /// Ends as sources: devices and subnets.
  String sources(Collection<End> ends) {
    BitSet named = devices(ends);
    List<AddressRange> ranges = ends.stream().flatMap(end -> end.ranges().stream()).toList();
    List<String> parts = new ArrayList<>();
    if (!named.isEmpty()) {
      parts.add(devices.of(named));
    }
    if (!ranges.isEmpty()) {
      parts.add("subnet " + ranges(AddressSet.of(ranges)));
    }
    return String.join(", ", parts);
  }

  static BitSet devices(Collection<End> ends) {
    BitSet all = new BitSet();
    ends.forEach(end -> all.or(end.devices()));
    return all;
  }

  /// Ends as destinations, all of one kind; those behind routers name the routers.
  String destinations(Collection<End> ends) {
    BitSet named = devices(ends);
    if (!named.isEmpty()) {
      return devices.of(named);
    }
    Map<Device, List<AddressRange>> byCarrier = new LinkedHashMap<>();
    for (End end : ends) {
      Device carrier = end.carrier();
      if (carrier != null) {
        byCarrier.computeIfAbsent(carrier, _ -> new ArrayList<>()).addAll(end.ranges());
      }
    }
    Map<String, BitSet> carriers = new LinkedHashMap<>();
    byCarrier.forEach((carrier, behind) ->
        carriers
            .computeIfAbsent(ranges(AddressSet.of(behind)), _ -> new BitSet())
            .set(carrier.index()));
    List<String> parts = new ArrayList<>();
    carriers.forEach((ranges, by) -> parts.add(ranges + " by " + devices.names(by)));
    return String.join("; ", parts);
  }

  /// Whether a set holds every public IPv4 address.
  static boolean isInternet(AddressSet set) {
    return WellKnown.INTERNET.stream()
        .filter(range -> range.first().bits() == 32)
        .allMatch(set::containsAll);
  }

  static String ranges(AddressSet set) {
    if (isInternet(set)) {
      return THE_INTERNET;
    }
    List<String> texts = set.ranges().stream().map(AddressRange::toString).toList();
    return texts.size() <= SHOWN + 1
        ? String.join(", ", texts)
        : String.join(", ", texts.subList(0, SHOWN)) + " and " + (texts.size() - SHOWN) + " more";
  }
}
