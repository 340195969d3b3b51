package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Where packets of a tailnet can come from, by number: each address of a device, and each subnet
/// behind one.
final class SourcePlaces {
  private record Place(AddressRange range, String name) {}

  private final List<Place> places = new ArrayList<>();
  private final Map<List<AddressRange>, BitSet> known = new HashMap<>();

  SourcePlaces(Directory directory) {
    for (Device device : directory.devices()) {
      device
          .addresses()
          .forEach(address -> places.add(new Place(AddressRange.of(address), device.name())));
      device
          .subnets()
          .forEach(subnet -> places.add(new Place(AddressRange.of(subnet), subnet.toString())));
    }
  }

  /// The places that lie in some ranges, or overlap them.
  BitSet of(List<AddressRange> ranges) {
    return known.computeIfAbsent(ranges, this::find);
  }

  private BitSet find(List<AddressRange> ranges) {
    BitSet found = new BitSet();
    for (int i = 0; i < places.size(); i++) {
      AddressRange place = places.get(i).range();
      found.set(i, ranges.stream().anyMatch(range -> range.overlaps(place)));
    }
    return found;
  }

  /// Names of places, each once.
  String names(BitSet numbers, int most) {
    List<String> names = numbers.stream().mapToObj(i -> places.get(i).name()).distinct().toList();
    String shown = names.stream().limit(most).collect(Collectors.joining(", "));
    return names.size() > most ? shown + " and " + (names.size() - most) + " more" : shown;
  }
}
