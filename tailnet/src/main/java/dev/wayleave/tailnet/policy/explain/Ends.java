package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Finds the ends of differing ways, devices that are treated alike taken together.
final class Ends {
  private final Ways ways;
  private final Directory directory;
  private final AddressSet subnets;

  Ends(Ways ways, Directory directory) {
    this.ways = ways;
    this.directory = directory;
    this.subnets =
        AddressSet.of(
            directory.devices().stream()
                .flatMap(device -> device.subnets().stream())
                .distinct()
                .map(AddressRange::of)
                .toList());
  }

  private static boolean has(Device device, int family) {
    return device.addresses().stream().anyMatch(address -> address.bits() == family);
  }

  /// The ends from which differing ways lead.
  List<End> sources() {
    Map<End.Openings, BitSet> classes = new LinkedHashMap<>();
    for (Device device : directory.devices()) {
      End.Openings open =
          new End.Openings(
              has(device, 32) ? ways.from(device, 32) : null,
              has(device, 128) ? ways.from(device, 128) : null,
              ways.fromSelf(device));
      if (open.intersects(ways.differing())) {
        classes.computeIfAbsent(open, _ -> new BitSet()).set(device.index());
      }
    }
    List<End> ends = devices(classes);
    ends.addAll(subnetSources());
    return ends;
  }

  private static List<End> devices(Map<End.Openings, BitSet> classes) {
    List<End> ends = new ArrayList<>();
    classes.forEach(
        (open, devices) -> ends.add(new End(Change.Kind.DEVICE, devices, List.of(), null, open)));
    return ends;
  }

  private List<End> subnetSources() {
    Set<AddressRange> cutters = new LinkedHashSet<>();
    if (!subnets.isEmpty()) {
      for (Ways.Way way : ways.all()) {
        way.rule().sources().ranges().stream().filter(subnets::overlaps).forEach(cutters::add);
      }
    }
    Map<End.Openings, List<AddressRange>> classes = new LinkedHashMap<>();
    for (AddressRange atom : Atoms.cut(subnets.ranges(), cutters)) {
      End.Openings open = End.Openings.of(atom, ways.from(atom));
      if (open.intersects(ways.differing())) {
        classes.computeIfAbsent(open, _ -> new ArrayList<>()).add(atom);
      }
    }
    return ranges(Change.Kind.SUBNET, classes, null);
  }

  private static List<End> ranges(
      Change.Kind kind, Map<End.Openings, List<AddressRange>> classes, @Nullable Device carrier) {
    List<End> ends = new ArrayList<>();
    classes.forEach((open, ranges) ->
        ends.add(new End(kind, new BitSet(), List.copyOf(ranges), carrier, open)));
    return ends;
  }

  /// The ends to which differing ways lead.
  List<End> destinations() {
    boolean selves =
        ways.differing().stream().anyMatch(number -> ways.all().get(number).target() == null);
    Map<End.Openings, BitSet> classes = new LinkedHashMap<>();
    for (Device device : directory.devices()) {
      End.Openings open =
          new End.Openings(
              has(device, 32) ? ways.to(device, 32) : null,
              has(device, 128) ? ways.to(device, 128) : null,
              new BitSet());
      if (open.intersects(ways.differing()) || (selves && device.person() != null)) {
        classes.computeIfAbsent(open, _ -> new BitSet()).set(device.index());
      }
    }
    List<End> ends = devices(classes);
    for (Device device : directory.devices()) {
      if (!device.subnets().isEmpty()) {
        List<AddressRange> routed = device.subnets().stream().map(AddressRange::of).toList();
        ends.addAll(behind(device, Change.Kind.SUBNET, AddressSet.of(routed)));
      }
      if (device.isExitNode()) {
        ends.addAll(behind(device, Change.Kind.INTERNET, beyond(device)));
      }
    }
    return ends;
  }

  /// What clients send to an exit node: all but the tailnet itself and its subnets.
  private AddressSet beyond(Device exit) {
    List<AddressRange> routes = new ArrayList<>();
    for (IpPrefix route : exit.exitRoutes()) {
      routes.add(AddressRange.of(route));
    }
    return AddressSet.of(routes).without(AddressSet.of(WellKnown.TAILNET)).without(subnets);
  }

  private Collection<End> behind(Device carrier, Change.Kind kind, AddressSet region) {
    Map<Integer, List<AddressRange>> entries = new LinkedHashMap<>();
    Set<AddressRange> cutters = new LinkedHashSet<>();
    boolean differs = false;
    for (int i = 0; i < ways.all().size(); i++) {
      Ways.Way way = ways.all().get(i);
      if (way.rule().reached().get(carrier.index())) {
        List<AddressRange> on = way.behind(carrier).stream().filter(region::overlaps).toList();
        if (!on.isEmpty()) {
          entries.put(i, on);
          cutters.addAll(on);
          differs |= ways.differing().get(i);
        }
      }
    }
    Map<End.Openings, List<AddressRange>> classes = new LinkedHashMap<>();
    if (differs) {
      for (AddressRange atom : Atoms.cut(region.ranges(), cutters)) {
        End.Openings open = End.Openings.of(atom, covering(entries, atom));
        if (open.intersects(ways.differing())) {
          classes.computeIfAbsent(open, _ -> new ArrayList<>()).add(atom);
        }
      }
    }
    return ranges(kind, classes, carrier);
  }

  private static BitSet covering(Map<Integer, List<AddressRange>> entries, AddressRange atom) {
    BitSet open = new BitSet();
    entries.forEach((way, on) -> {
      if (on.stream().anyMatch(range -> range.contains(atom))) {
        open.set(way);
      }
    });
    return open;
  }
}
