package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.PortRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a packet filter lets in to one device, in terms in which two filters can be compared
/// however they are written: to which of its places, over which protocol, at which ports, from
/// whom.
///
/// Sources are the devices of the tailnet and the subnets behind them, by number: packets from
/// elsewhere do not come, whatever a rule says.
final class Openings {
  /// Stands for the internet behind an exit node.
  static final AddressRange INTERNET = AddressRange.parse("8.8.8.8");

  /// What a rule without protocols lets in: ICMP, TCP, UDP and ICMPv6.
  static final Set<Integer> USUAL = Set.of(1, 6, 17, 58);

  private static final int ICMP = 1;
  private static final int ICMP_V6 = 58;

  private final SourcePlaces sources;
  private final List<RunningState.Rule> rules;

  Openings(SourcePlaces sources, List<RunningState.Rule> rules) {
    this.sources = sources;
    this.rules = rules;
  }

  /// The places of a device: its addresses, its subnets, and the internet where it is an exit node.
  static List<AddressRange> places(Device device) {
    List<AddressRange> places = new ArrayList<>();
    device.addresses().forEach(address -> places.add(AddressRange.of(address)));
    for (IpPrefix subnet : device.subnets()) {
      places.add(AddressRange.of(subnet));
    }
    if (device.isExitNode()) {
      places.add(INTERNET);
    }
    return places;
  }

  /// The protocols of the rules.
  Set<Integer> protocols() {
    Set<Integer> found = new TreeSet<>();
    rules.forEach(rule -> found.addAll(rule.protocols().isEmpty() ? USUAL : rule.protocols()));
    return found;
  }

  /// Where ranges of ports to a place begin, or end and the next begins.
  void cuts(AddressRange place, Set<Integer> cuts) {
    for (RunningState.Rule rule : rules) {
      for (RunningState.Destination destination : rule.destinations()) {
        if (destination.range().overlaps(place)) {
          cuts.add(destination.ports().first());
          cuts.add(destination.ports().last() + 1);
        }
      }
    }
  }

  /// Who may send to a place. Whom a rule lets in at all, over whatever protocol, may ping: clients
  /// look at addresses alone there (`matchIPsOnly` in their packet filter).
  ///
  /// @param port the first of ports between two cuts
  BitSet from(AddressRange place, int protocol, int port) {
    BitSet from = new BitSet();
    for (RunningState.Rule rule : rules) {
      Set<Integer> protocols = rule.protocols().isEmpty() ? USUAL : rule.protocols();
      if ((isPing(protocol) || protocols.contains(protocol))
          && rule.destinations().stream()
              .anyMatch(to ->
                  to.range().overlaps(place) && (isPing(protocol) || to.ports().contains(port)))) {
        from.or(sources.of(rule.sources()));
      }
    }
    return from;
  }

  static boolean isPing(int protocol) {
    return protocol == ICMP || protocol == ICMP_V6;
  }

  /// Whether a protocol goes to a place at all: each of the two for pings is of one family.
  static boolean goesTo(int protocol, AddressRange place) {
    boolean v4 = place.first() instanceof IpAddress.V4;
    return protocol == ICMP ? v4 : protocol != ICMP_V6 || !v4;
  }

  /// Ports between cuts.
  static List<PortRange> segments(Set<Integer> cuts) {
    List<Integer> sorted = new ArrayList<>(new TreeSet<>(cuts));
    List<PortRange> segments = new ArrayList<>();
    for (int i = 0; i + 1 < sorted.size(); i++) {
      segments.add(new PortRange(sorted.get(i), sorted.get(i + 1) - 1));
    }
    return segments;
  }
}
