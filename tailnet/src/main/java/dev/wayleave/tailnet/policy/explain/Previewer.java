package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.network.RuleSides;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads off the compiled rules what one place gets.
final class Previewer {
  private final Sight sight;
  private final RuleRef.Lines lines;
  private final DeviceLabels labels;
  private final Place place;
  private final Place everybody;

  Previewer(TailnetPolicy policy, String text, String as) throws PlaceException {
    this.sight = Sight.of(policy);
    this.lines = new RuleRef.Lines(text);
    this.place = new Places(policy.resolver()).find(as);
    if (place.devices().isEmpty()) {
      throw new PlaceException("\"%s\" is an address that no device has.".formatted(as));
    }
    this.labels = new DeviceLabels(policy.directory(), List.of(policy.policy()), List.of(place));
    this.everybody = Place.of("every device", policy.directory().devices());
  }

  Preview preview() {
    LoginWays logins = new LoginWays(sight, lines, labels);
    List<Preview.Access> reaches = new ArrayList<>();
    List<Preview.Access> reachedBy = new ArrayList<>();
    for (RuleSides rule : sight.network().rules()) {
      devices(rule, place, everybody, reaches);
      behind(rule, reaches);
      devices(rule, everybody, place, reachedBy);
    }
    return new Preview(
        place.text(),
        place.devices().stream().map(Device::name).toList(),
        reaches,
        reachedBy,
        logins.between(place, everybody),
        logins.between(everybody, place),
        attributes());
  }

  private void devices(RuleSides rule, Place from, Place to, List<Preview.Access> found) {
    Reach app = Reach.of(rule.rule().app());
    for (RuleSides.Side target : rule.targets()) {
      Reach reach = Reach.of(target.allowances()).plus(app);
      add(rule, Explainer.pairs(rule, target, from, to), reach, found);
    }
    if (rule.ofSelf()) {
      add(rule, Explainer.ownPairs(rule, from, to), Reach.of(rule.self()).plus(app), found);
    }
  }

  private void add(
      RuleSides rule, Map<Device, BitSet> pairs, Reach reach, List<Preview.Access> found) {
    if (pairs.isEmpty() || reach.isEmpty()) {
      return;
    }
    BitSet from = new BitSet();
    BitSet to = new BitSet();
    pairs.forEach((device, reached) -> {
      from.set(device.index());
      to.or(reached);
    });
    found.add(access(rule, from, labels.of(to), "", reach));
  }

  private Preview.Access access(RuleSides rule, BitSet from, String to, String by, Reach reach) {
    return new Preview.Access(
        lines.of(rule.rule().name(), rule.rule().at()), labels.of(from), to, by, reach);
  }

  private void behind(RuleSides rule, List<Preview.Access> found) {
    BitSet from =
        DeviceLabels.bits(
            place.devices().stream()
                .filter(device -> device.addresses().stream().anyMatch(rule.sources()::contains))
                .toList());
    if (from.isEmpty()) {
      return;
    }
    for (RuleSides.Side target : rule.targets()) {
      Reach reach = Reach.of(target.allowances());
      for (Device carrier : sight.directory().devices()) {
        boolean open = rule.reached().get(carrier.index()) && !reach.isEmpty();
        String where = open ? routed(target, carrier, from) : "";
        if (!where.isEmpty()) {
          found.add(access(rule, from, where, carrier.name(), reach));
        }
      }
    }
  }

  /// What of a destination lies behind a carrier that any of the devices uses; empty where nothing.
  private String routed(RuleSides.Side target, Device carrier, BitSet from) {
    List<AddressRange> subnets = new ArrayList<>();
    boolean exit = false;
    for (Device device : sight.directory().devices()) {
      if (from.get(device.index()) && !device.equals(carrier)) {
        sight
            .network()
            .subnetsBy(device, carrier)
            .forEach(subnet -> subnets.add(AddressRange.of(subnet)));
        exit |= !sight.network().exitsBy(device, carrier).isEmpty();
      }
    }
    if (subnets.isEmpty() && !exit) {
      return "";
    }
    List<AddressRange> entries = target.entriesOn(carrier);
    List<String> parts = new ArrayList<>();
    List<AddressRange> open =
        Atoms.cut(AddressSet.of(subnets).ranges(), entries).stream()
            .filter(atom -> entries.stream().anyMatch(entry -> entry.contains(atom)))
            .toList();
    if (!open.isEmpty()) {
      parts.add(EndLabels.ranges(AddressSet.of(open)));
    }
    if (exit && EndLabels.isInternet(AddressSet.of(entries))) {
      parts.add(EndLabels.THE_INTERNET);
    }
    return String.join(", ", parts);
  }

  private List<Preview.Attribute> attributes() {
    Map<Map.Entry<String, List<String>>, BitSet> found = new LinkedHashMap<>();
    for (Device device : place.devices()) {
      sight
          .attributes()
          .of(device)
          .forEach((name, values) ->
              found
                  .computeIfAbsent(Map.entry(name, values), _ -> new BitSet())
                  .set(device.index()));
    }
    List<Preview.Attribute> attributes = new ArrayList<>();
    found.forEach((attribute, devices) ->
        attributes.add(
            new Preview.Attribute(
                labels.of(devices), attribute.getKey(), String.join(", ", attribute.getValue()))));
    return attributes;
  }
}
