package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.network.RuleSides;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Finds the rules behind one question.
final class Explainer {
  /// Who uses a rule towards what, by whichever carriers.
  private record Use(BitSet from, String to) {}

  private final Sight sight;
  private final RuleRef.Lines lines;
  private final Place source;
  private final Place destination;
  private final PortQuestion question;
  private final DeviceLabels labels;
  private final Coverage coverage;
  private final List<Explanation.Way> ways = new ArrayList<>();

  Explainer(TailnetPolicy policy, String text, String from, String to) throws PlaceException {
    Places places = new Places(policy.resolver());
    PortQuestion.Asked asked = asked(to, places);
    this.sight = Sight.of(policy);
    this.lines = new RuleRef.Lines(text);
    this.source = places.find(from);
    if (source.devices().isEmpty()) {
      throw new PlaceException(
          "\"%s\" is no device: rules for traffic out of subnets are not explained."
              .formatted(from));
    }
    this.destination = places.find(asked.place());
    this.question = asked.question();
    this.labels =
        new DeviceLabels(
            policy.directory(), List.of(policy.policy()), List.of(source, destination));
    this.coverage = new Coverage(source.devices());
  }

  /// A host or node may be called like `NAME:PORT` looks; the whole word goes before its parts.
  private static PortQuestion.Asked asked(String to, Places places) throws PlaceException {
    PortQuestion.Asked asked = PortQuestion.parse(to);
    if (!asked.place().equals(to)) {
      try {
        places.find(to);
        return new PortQuestion.Asked(to, new PortQuestion(null, null));
      } catch (PlaceException e) {
        // Then it is a name and a port, and the name alone is looked up next.
        return asked;
      }
    }
    return asked;
  }

  Explanation explain(boolean ssh) {
    if (destination.devices().isEmpty()) {
      behind();
    } else {
      between();
    }
    List<Explanation.Login> logins =
        ssh || question.isSsh()
            ? new LoginWays(sight, lines, labels).between(source, destination)
            : List.of();
    Explanation.Answer answer = coverage.answer(destination);
    return new Explanation(
        source.text(),
        destination.text(),
        question.toString(),
        names(source),
        destination.devices().isEmpty()
            ? destination.ranges().stream().map(AddressRange::toString).toList()
            : names(destination),
        answer,
        ways,
        logins,
        nearest(answer));
  }

  /// Looks from the devices that do not get through.
  private List<String> nearest(Explanation.Answer answer) {
    if (answer == Explanation.Answer.ALLOWED) {
      return List.of();
    }
    List<Device> leftOut = coverage.leftOut(destination);
    List<String> nearest = new ArrayList<>();
    if (answer == Explanation.Answer.PARTLY) {
      nearest.add("Left out: %s.".formatted(labels.of(DeviceLabels.bits(leftOut))));
    }
    nearest.addAll(
        new NearMisses(sight, lines, labels)
            .of(Place.of(source.text(), leftOut), destination, question));
    return nearest;
  }

  private static List<String> names(Place place) {
    return place.devices().stream().map(Device::name).toList();
  }

  private void between() {
    for (RuleSides rule : sight.network().rules()) {
      for (RuleSides.Side target : rule.targets()) {
        Reach reach = Reach.of(target.allowances());
        if (question.isMetBy(reach)) {
          add(rule, reach, pairs(rule, target, source, destination));
        }
      }
      Reach own = Reach.of(rule.self());
      if (rule.ofSelf() && question.isMetBy(own)) {
        add(rule, own, ownPairs(rule, source, destination));
      }
    }
  }

  private void add(RuleSides rule, Reach reach, Map<Device, BitSet> pairs) {
    if (pairs.isEmpty()) {
      return;
    }
    BitSet from = new BitSet();
    BitSet to = new BitSet();
    pairs.forEach((device, reached) -> {
      from.set(device.index());
      to.or(reached);
      coverage.add(device, reached);
    });
    ways.add(new Explanation.Way(at(rule), labels.of(from), labels.of(to), "", reach));
  }

  private RuleRef at(RuleSides rule) {
    return lines.of(rule.rule().name(), rule.rule().at());
  }

  /// Which of the source's devices reach which of the destination's by a rule: both ends in one
  /// address family.
  static Map<Device, BitSet> pairs(
      RuleSides rule, RuleSides.Side target, Place source, Place destination) {
    Map<Integer, BitSet> byFamily = new HashMap<>();
    for (Device device : destination.devices()) {
      if (rule.reached().get(device.index())) {
        for (IpAddress address : target.ownAddresses(device)) {
          byFamily.computeIfAbsent(address.bits(), _ -> new BitSet()).set(device.index());
        }
      }
    }
    Map<Device, BitSet> pairs = new HashMap<>();
    for (Device device : byFamily.isEmpty() ? List.<Device>of() : source.devices()) {
      BitSet reached = new BitSet();
      for (IpAddress address : device.addresses()) {
        if (byFamily.containsKey(address.bits()) && rule.sources().contains(address)) {
          reached.or(byFamily.getOrDefault(address.bits(), reached));
        }
      }
      reached.clear(device.index());
      if (!reached.isEmpty()) {
        pairs.put(device, reached);
      }
    }
    return pairs;
  }

  /// The same for what the rule allows between devices of one user.
  static Map<Device, BitSet> ownPairs(RuleSides rule, Place source, Place destination) {
    Map<Device, BitSet> pairs = new HashMap<>();
    for (Device device : source.devices()) {
      if (rule.isSelfSource(device)) {
        BitSet own = new BitSet();
        for (Device other : destination.devices()) {
          own.set(other.index(), !other.equals(device) && other.sameUserAs(device));
        }
        if (!own.isEmpty()) {
          pairs.put(device, own);
        }
      }
    }
    return pairs;
  }

  private void behind() {
    Carriers carriers = new Carriers(sight.network(), sight.directory());
    for (RuleSides rule : sight.network().rules()) {
      for (RuleSides.Side target : rule.targets()) {
        Reach reach = Reach.of(target.allowances());
        if (question.isMetBy(reach)) {
          Map<Use, BitSet> uses = new LinkedHashMap<>();
          for (Device carrier : sight.directory().devices()) {
            uses(rule, target, carrier, carriers)
                .forEach((from, ranges) ->
                    uses.computeIfAbsent(
                            new Use(from, EndLabels.ranges(AddressSet.of(ranges))),
                            _ -> new BitSet())
                        .set(carrier.index()));
          }
          uses.forEach((use, by) -> add(rule, reach, use, by));
        }
      }
    }
  }

  private void add(RuleSides rule, Reach reach, Use use, BitSet by) {
    use.from().stream()
        .mapToObj(sight.directory()::at)
        .forEach(device -> coverage.add(device, new BitSet()));
    ways.add(
        new Explanation.Way(at(rule), labels.of(use.from()), use.to(), labels.names(by), reach));
  }

  /// Which ranges of the destination the source's devices reach by a rule through a carrier.
  private Map<BitSet, List<AddressRange>> uses(
      RuleSides rule, RuleSides.Side target, Device carrier, Carriers carriers) {
    Map<BitSet, List<AddressRange>> uses = new LinkedHashMap<>();
    if (!rule.reached().get(carrier.index())) {
      return uses;
    }
    List<AddressRange> entries = target.entriesOn(carrier);
    for (AddressRange range : destination.ranges()) {
      if (carriers.leads(carrier, range) && entries.stream().anyMatch(e -> e.contains(range))) {
        BitSet from = users(rule, carrier, range, carriers);
        if (!from.isEmpty()) {
          uses.computeIfAbsent(from, _ -> new ArrayList<>()).add(range);
        }
      }
    }
    return uses;
  }

  /// The source's devices that a rule lets through a carrier and whose traffic goes that way.
  private BitSet users(RuleSides rule, Device carrier, AddressRange range, Carriers carriers) {
    BitSet from = new BitSet();
    for (Device device : source.devices()) {
      boolean allowed =
          device.addresses().stream()
              .anyMatch(a -> a.bits() == range.first().bits() && rule.sources().contains(a));
      from.set(
          device.index(),
          allowed && !device.equals(carrier) && carriers.carries(device, carrier, range));
    }
    return from;
  }
}
