package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.PortRange;
import dev.wayleave.tailnet.policy.network.FilterRule;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Compares the packet filters that nodes have with those that they would have.
final class FilterShadow {
  private static final int NAMED = 6;
  private static final List<AddressRange> ANY =
      List.of(AddressRange.parse("0.0.0.0/0"), AddressRange.parse("::/0"));

  private final RunningState running;
  private final TailnetPolicy policy;
  private final Causes causes;
  private final SourcePlaces sources;
  private final boolean selfHidden;

  FilterShadow(RunningState running, TailnetPolicy policy, Causes causes) {
    this.running = running;
    this.policy = policy;
    this.causes = causes;
    this.sources = new SourcePlaces(policy.directory());
    this.selfHidden = policy.network().rules().stream().anyMatch(rule -> rule.ofSelf());
  }

  List<Difference> differences() {
    List<Difference> found = new ArrayList<>();
    for (Device device : policy.directory().devices()) {
      List<RunningState.Rule> sent = running.filters().get(device.id().value());
      if (sent != null) {
        found.addAll(of(device, sent, false));
      } else if (running.filter() != null) {
        found.addAll(of(device, running.filter(), selfHidden));
      }
    }
    return found;
  }

  /// Whether rules of `autogroup:self` are left out, which a server shows nobody.
  boolean leavesSelfOut() {
    return selfHidden
        && running.filter() != null
        && running.filters().size() < policy.directory().devices().size();
  }

  private List<Difference> of(Device device, List<RunningState.Rule> theirs, boolean withoutSelf) {
    Openings there = new Openings(sources, theirs);
    Openings here = new Openings(sources, rules(policy.network().filter(device)));
    Set<Integer> protocols = new TreeSet<>(there.protocols());
    protocols.addAll(here.protocols());
    BitSet own = withoutSelf ? ownPlaces(device) : new BitSet();
    Side lost = new Side(true);
    Side gained = new Side(false);
    for (AddressRange place : Openings.places(device)) {
      Set<Integer> cuts = new TreeSet<>();
      there.cuts(place, cuts);
      here.cuts(place, cuts);
      for (PortRange ports : Openings.segments(cuts)) {
        for (int protocol : protocols) {
          if (Openings.goesTo(protocol, place)) {
            BitSet before = there.from(place, protocol, ports.first());
            BitSet after = here.from(place, protocol, ports.first());
            before.andNot(own);
            after.andNot(own);
            String what = what(place, protocol, ports);
            lost.add(what, before, after);
            gained.add(what, after, before);
          }
        }
      }
    }
    List<Difference> found = new ArrayList<>();
    lost.addTo(device, found);
    gained.addTo(device, found);
    return found;
  }

  /// What one side lets in and the other does not: where to, by who may.
  private final class Side {
    private final boolean lost;
    private final Map<BitSet, Set<String>> byWho = new LinkedHashMap<>();

    Side(boolean lost) {
      this.lost = lost;
    }

    void add(String what, BitSet one, BitSet other) {
      BitSet only = (BitSet) one.clone();
      only.andNot(other);
      if (!only.isEmpty()) {
        byWho.computeIfAbsent(only, _ -> new LinkedHashSet<>()).add(what);
      }
    }

    void addTo(Device device, List<Difference> found) {
      byWho.forEach((who, where) -> found.add(difference(device, who, where)));
    }

    private Difference difference(Device device, BitSet who, Set<String> where) {
      String flows = sources.names(who, NAMED) + " to " + String.join(", ", where);
      Causes.Cause cause = causes.ofFilter(where, lost);
      return new Difference(
          Difference.Part.FILTER,
          Causes.label(device),
          (lost ? "lets in " : "does not let in ") + flows,
          (lost ? "does not let in " : "lets in ") + flows,
          cause.sentence(),
          cause.noticed());
    }
  }

  private static String what(AddressRange place, int protocol, PortRange ports) {
    String to = place.equals(Openings.INTERNET) ? Causes.INTERNET : place.toString();
    return Openings.isPing(protocol)
        ? to + " " + Causes.PING
        : to + " " + name(protocol) + "/" + ports;
  }

  private static String name(int protocol) {
    return switch (protocol) {
      case 6 -> "tcp";
      case 17 -> "udp";
      default -> "protocol " + protocol;
    };
  }

  /// The sources that are devices of the same user.
  private BitSet ownPlaces(Device device) {
    List<AddressRange> ranges = new ArrayList<>();
    for (Device other : policy.directory().devices()) {
      if (other.sameUserAs(device)) {
        other.addresses().forEach(address -> ranges.add(AddressRange.of(address)));
      }
    }
    return sources.of(ranges);
  }

  private static List<RunningState.Rule> rules(List<FilterRule> rules) {
    List<RunningState.Rule> found = new ArrayList<>();
    for (FilterRule rule : rules) {
      if (rule instanceof FilterRule.Ports(var from, var to, var protocols)) {
        found.add(
            new RunningState.Rule(
                from.stream().flatMap(text -> ranges(text).stream()).toList(),
                to.stream()
                    .flatMap(destination ->
                        ranges(destination.address()).stream()
                            .map(range -> new RunningState.Destination(range, destination.ports())))
                    .toList(),
                Set.copyOf(protocols)));
      }
    }
    return found;
  }

  private static List<AddressRange> ranges(String text) {
    return text.equals("*") ? ANY : List.of(AddressRange.parse(text));
  }
}
