package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// All places of a tailnet: the addresses of its devices, the subnets that they route, and the
/// internet behind its exit nodes, cut wherever a rule may tell addresses apart.
///
/// A set of places is a bit set of their numbers.
final class Places {
  private final List<Place> places = new ArrayList<>();
  private final List<BitSet> byDevice = new ArrayList<>();
  private final BitSet devices = new BitSet();
  private final BitSet subnets = new BitSet();
  private final BitSet internet = new BitSet();
  private final BitSet ipv4 = new BitSet();
  private final BitSet tailnet;

  private Places(Directory directory, Collection<AddressRange> cuts) {
    directory.devices().forEach(this::add);
    List<AddressRange> routed =
        directory.devices().stream()
            .flatMap(device -> device.subnets().stream())
            .map(AddressRange::of)
            .distinct()
            .sorted()
            .toList();
    List<AddressRange> all = new ArrayList<>(cuts);
    all.addAll(routed);
    all.addAll(WellKnown.INTERNET);
    all.addAll(WellKnown.TAILNET);
    AddressSet subnetSet = AddressSet.of(routed);
    Cuts cutter = new Cuts(all);
    for (AddressRange piece : cutter.of(subnetSet)) {
      add(new Place(piece, subnetOwner(routed, piece), piece.toString()), subnets);
    }
    if (directory.devices().stream().anyMatch(Device::isExitNode)) {
      for (AddressRange piece :
          cutter.of(AddressSet.ALL.without(subnetSet).without(AddressSet.of(WellKnown.TAILNET)))) {
        add(new Place(piece, Place.INTERNET, piece + " through exit nodes"), internet);
      }
    }
    tailnet = within(AddressSet.of(WellKnown.TAILNET));
    tailnet.and(devices);
    tailnet.or(subnets);
  }

  /// @param cuts every range that a rule of either policy names
  static Places of(Directory directory, Collection<AddressRange> cuts) {
    return new Places(directory, cuts);
  }

  private void add(Device device) {
    BitSet own = new BitSet();
    for (IpAddress address : device.addresses()) {
      own.set(places.size());
      add(new Place(AddressRange.of(address), device.index(), device.name()), devices);
    }
    byDevice.add(own);
  }

  private void add(Place place, BitSet kind) {
    kind.set(places.size());
    ipv4.set(places.size(), place.isIpv4());
    places.add(place);
  }

  /// Pieces of one subnet count as one owner: the narrowest subnet that holds them.
  private static int subnetOwner(List<AddressRange> routed, AddressRange piece) {
    Optional<AddressRange> narrowest =
        routed.stream()
            .filter(subnet -> subnet.contains(piece))
            .max(
                Comparator.comparing(AddressRange::first)
                    .thenComparing(AddressRange::last, Comparator.reverseOrder()));
    return narrowest.map(subnet -> Place.INTERNET - 1 - routed.indexOf(subnet)).orElseThrow();
  }

  int count() {
    return places.size();
  }

  Place get(int number) {
    return places.get(number);
  }

  /// The places of a device: its addresses.
  BitSet of(int device) {
    return byDevice.get(device);
  }

  BitSet of(Stream<Integer> deviceIndexes) {
    BitSet found = new BitSet();
    deviceIndexes.forEach(index -> found.or(byDevice.get(index)));
    return found;
  }

  /// The places whose addresses are in a set.
  BitSet within(AddressSet set) {
    BitSet found = new BitSet();
    for (int i = 0; i < places.size(); i++) {
      found.set(i, set.contains(places.get(i).range().first()));
    }
    return found;
  }

  /// Every place.
  BitSet everywhere() {
    BitSet found = new BitSet();
    found.set(0, places.size());
    return found;
  }

  /// Where packets can come from: devices and subnets.
  BitSet sources() {
    BitSet found = (BitSet) devices.clone();
    found.or(subnets);
    return found;
  }

  /// What the hosted control plane means by `*` as a source.
  BitSet tailnet() {
    return (BitSet) tailnet.clone();
  }

  /// The pieces of subnets.
  BitSet subnets() {
    return (BitSet) subnets.clone();
  }

  /// The pieces of subnets that some devices route.
  BitSet behind(Stream<Device> routers) {
    BitSet found =
        within(
            AddressSet.of(
                routers
                    .flatMap(router -> router.subnets().stream())
                    .map(AddressRange::of)
                    .toList()));
    found.and(subnets);
    return found;
  }

  /// What lies behind exit nodes.
  BitSet internet() {
    return (BitSet) internet.clone();
  }

  BitSet ipv4() {
    return (BitSet) ipv4.clone();
  }

  /// Cuts sets of addresses where any of many ranges begins or ends.
  private static final class Cuts {
    private final TreeSet<IpAddress> firsts = new TreeSet<>();

    Cuts(Collection<AddressRange> ranges) {
      for (AddressRange range : ranges) {
        firsts.add(range.first());
        // The range after this one begins where the rest without it does.
        AddressSet.ALL.without(AddressSet.of(List.of(range))).ranges().stream()
            .map(AddressRange::first)
            .filter(first -> first.bits() == range.first().bits())
            .forEach(firsts::add);
      }
    }

    List<AddressRange> of(AddressSet set) {
      List<AddressRange> pieces = new ArrayList<>();
      for (AddressRange whole : set.ranges()) {
        AddressRange rest = whole;
        for (IpAddress first : firsts.subSet(whole.first(), false, whole.last(), true)) {
          AddressSet before =
              AddressSet.of(List.of(rest))
                  .without(AddressSet.of(List.of(new AddressRange(first, whole.last()))));
          pieces.addAll(before.ranges());
          rest = new AddressRange(first, whole.last());
        }
        pieces.add(rest);
      }
      return pieces;
    }
  }
}
