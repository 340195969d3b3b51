package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.network.RuleSides;
import dev.wayleave.tailnet.policy.posture.Shortfall;
import dev.wayleave.tailnet.policy.posture.Verdict;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Says what came nearest to allowing something that nothing allows.
final class NearMisses {
  private static final int LIMIT = 8;

  private final Sight sight;
  private final RuleRef.Lines lines;
  private final DeviceLabels labels;
  private final Carriers carriers;

  NearMisses(Sight sight, RuleRef.Lines lines, DeviceLabels labels) {
    this.sight = sight;
    this.lines = lines;
    this.labels = labels;
    this.carriers = new Carriers(sight.network(), sight.directory());
  }

  /// For devices of which none gets through.
  List<String> of(Place source, Place destination, PortQuestion question) {
    Set<String> found = new LinkedHashSet<>();
    destination.ranges().forEach(range -> unrouted(range, found));
    families(source, destination, found);
    rules(source, destination, question, found);
    return List.copyOf(found);
  }

  private void families(Place source, Place destination, Set<String> found) {
    for (Device device : source.devices()) {
      boolean met =
          destination.ranges().isEmpty()
              || destination.ranges().stream().anyMatch(range -> has(device, range.first().bits()));
      if (!met && found.size() < LIMIT) {
        String family = destination.ranges().getFirst().first().bits() == 32 ? "IPv4" : "IPv6";
        found.add("%s has no %s address.".formatted(device.name(), family));
      }
    }
  }

  private static boolean has(Device device, int bits) {
    return device.addresses().stream().anyMatch(address -> address.bits() == bits);
  }

  private void rules(Place source, Place destination, PortQuestion question, Set<String> found) {
    int asSource = 0;
    int asDestination = 0;
    for (RuleSides rule : sight.network().rules()) {
      boolean from = source.devices().stream().anyMatch(device -> names(rule, device));
      boolean to = rule.targets().stream().anyMatch(side -> leads(rule, side, destination));
      boolean self =
          rule.ofSelf() && destination.devices().stream().anyMatch(d -> d.person() != null);
      asSource += from ? 1 : 0;
      asDestination += to ? 1 : 0;
      if (from && (to || self) && found.size() < LIMIT) {
        miss(rule, source, destination, question, found);
      }
    }
    if (found.isEmpty()) {
      found.add(
          "No rule has both ends: %s is a source of %s, %s a destination of %s."
              .formatted(source.text(), rules(asSource), destination.text(), rules(asDestination)));
    }
  }

  private static String rules(int count) {
    return count == 0 ? "no rule" : count == 1 ? "1 rule" : count + " rules";
  }

  /// Whether a rule's sources mean a device, its posture aside.
  private boolean names(RuleSides rule, Device device) {
    return rule.rule().sources().stream()
        .anyMatch(selector -> sight.policy().resolver().includes(selector, device));
  }

  private boolean leads(RuleSides rule, RuleSides.Side side, Place destination) {
    return destination.devices().stream()
            .anyMatch(device ->
                rule.reached().get(device.index()) && !side.ownAddresses(device).isEmpty())
        || destination.ranges().stream().anyMatch(range -> leads(side, range));
  }

  private boolean leads(RuleSides.Side side, AddressRange range) {
    return carriers.towards(range).stream()
        .anyMatch(
            carrier -> side.entriesOn(carrier).stream().anyMatch(entry -> entry.contains(range)));
  }

  private void miss(
      RuleSides rule, Place source, Place destination, PortQuestion question, Set<String> found) {
    String name = lines.of(rule.rule().name(), rule.rule().at()).named();
    postures(rule, source, name, found);
    Reach reach = Reach.NOTHING;
    for (RuleSides.Side side : rule.targets()) {
      if (leads(rule, side, destination)) {
        reach = reach.plus(Reach.of(side.allowances()));
      }
    }
    if (rule.ofSelf() && destination.ranges().isEmpty()) {
      reach = reach.plus(Reach.of(rule.self()));
    }
    if (reach.isEmpty()) {
      found.add(name + " gives capabilities there, but opens no port.");
    } else if (!question.isMetBy(reach)) {
      found.add("%s has both ends, but opens %s.".formatted(name, reach));
    } else {
      routes(rule, source, destination, name, found);
    }
    if (rule.ofSelf() && question.isMetBy(Reach.of(rule.self()))) {
      found.add(name + " lets users reach their own devices only.");
    }
  }

  private void postures(RuleSides rule, Place source, String name, Set<String> found) {
    for (Device device : source.devices()) {
      List<Shortfall> shortfalls =
          names(rule, device)
              ? shortfalls(sight.postures().admits(rule.rule().postures(), device))
              : List.of();
      if (!shortfalls.isEmpty() && found.size() < LIMIT) {
        found.add(
            "%s would let %s through, but its posture fails: %s."
                .formatted(
                    name,
                    device.name(),
                    shortfalls.stream()
                        .map(Shortfall::toString)
                        .collect(Collectors.joining("; "))));
      }
    }
  }

  private static List<Shortfall> shortfalls(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Admitted _ -> List.of();
      case Verdict.Denied(List<Shortfall> shortfalls) -> shortfalls;
      case Verdict.Unknown(List<Shortfall> shortfalls, _) -> shortfalls;
    };
  }

  private void routes(
      RuleSides rule, Place source, Place destination, String name, Set<String> found) {
    for (AddressRange range : destination.ranges()) {
      for (Device carrier : carriers.towards(range)) {
        BitSet without =
            DeviceLabels.bits(
                source.devices().stream()
                    .filter(device -> names(rule, device))
                    .filter(device -> !carriers.carries(device, carrier, range))
                    .toList());
        if (!without.isEmpty()) {
          found.add(
              "%s opens it, but the traffic of %s does not go by %s."
                  .formatted(name, labels.of(without), carrier.name()));
        }
      }
    }
  }

  private static boolean isPublic(AddressRange range) {
    return WellKnown.INTERNET.stream().anyMatch(open -> open.contains(range));
  }

  private void unrouted(AddressRange range, Set<String> found) {
    if (carriers.areRouters(range)) {
      return;
    }
    List<String> advertised = new ArrayList<>();
    for (Device device : sight.directory().devices()) {
      for (IpPrefix route : device.node().advertisedRoutes()) {
        boolean approved = device.node().approvedRoutes().contains(route);
        boolean meant = !route.isExitRoute() || isPublic(range);
        if (!approved && meant && AddressRange.of(route).contains(range)) {
          advertised.add(
              "%s advertises %s, but the route is not approved.".formatted(device.name(), route));
        }
      }
    }
    if (advertised.isEmpty() && carriers.towards(range).isEmpty()) {
      found.add("No device routes to %s.".formatted(range));
    }
    found.addAll(advertised);
  }
}
