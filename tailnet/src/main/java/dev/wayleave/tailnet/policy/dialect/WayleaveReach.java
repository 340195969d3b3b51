package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.Target;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the rules of a policy let through here, as sets of places.
///
/// It says the same as [dev.wayleave.tailnet.policy.check.Reachability], which asks about one
/// packet at a time.
final class WayleaveReach {
  private final Resolver resolver;
  private final Places places;
  private final Segments segments;
  private final Families families;
  private final Map<String, BitSet> known = new HashMap<>();

  WayleaveReach(Resolver resolver, Places places, Segments segments) {
    this.resolver = resolver;
    this.places = places;
    this.segments = segments;
    this.families = new Families(places);
  }

  List<RuleReach> of(List<AccessRule> rules) {
    return rules.stream().filter(AccessRule::ipGiven).map(this::of).toList();
  }

  private RuleReach of(AccessRule rule) {
    BitSet from = new BitSet();
    rule.sources().stream().map(this::sources).forEach(from::or);
    Map<BitSet, BitSet> byChannels = new HashMap<>();
    List<Box> boxes = new ArrayList<>();
    for (Target target : rule.targets()) {
      BitSet channels = segments.of(Channel.of(target.allowances()));
      if (resolver.resolve(target.selector()) instanceof Selection.Self) {
        selves().forEach(own -> families.add(Box.intersection(from, own), own, channels, boxes));
      } else {
        byChannels.computeIfAbsent(channels, _ -> new BitSet()).or(opened(target.selector(), rule));
      }
    }
    byChannels.forEach((channels, to) -> families.add(from, to, channels, boxes));
    return new RuleReach(rule.name(), rule.at(), boxes);
  }

  /// The places that a rule opens of a destination, `autogroup:self` aside.
  BitSet opened(Selector selector, AccessRule rule) {
    return rule.via().isEmpty() ? destinations(selector) : carried(selector, rule);
  }

  /// What a rule with `via` leaves of a destination: subnets and public addresses that routers with
  /// one of its tags carry.
  private BitSet carried(Selector selector, AccessRule rule) {
    if (!(resolver.resolve(selector)
        instanceof Selection.Addresses(var ranges, boolean internet))) {
      return new BitSet();
    }
    List<Device> carriers = carriers(rule);
    BitSet found = new BitSet();
    if (!internet) {
      found.or(Box.intersection(places.behind(carriers.stream()), destinations(selector)));
    }
    if (carriers.stream().anyMatch(Device::isExitNode)) {
      List<AddressRange> open =
          ranges.stream()
              .filter(range -> WellKnown.INTERNET.stream().anyMatch(all -> all.contains(range)))
              .toList();
      found.or(Box.intersection(places.internet(), places.within(AddressSet.of(open))));
    }
    return found;
  }

  /// The devices with one of the tags in `via`.
  List<Device> carriers(AccessRule rule) {
    return rule.via().stream()
        .flatMap(tag -> resolver.directory().devicesTagged(tag).stream())
        .distinct()
        .toList();
  }

  /// The untagged devices of each user, for `autogroup:self`.
  List<BitSet> selves() {
    Map<Long, BitSet> byUser = new HashMap<>();
    for (Device device : resolver.directory().devices()) {
      if (device.person() != null && !device.isTagged()) {
        byUser
            .computeIfAbsent(device.person().id().value(), _ -> new BitSet())
            .or(places.of(device.index()));
      }
    }
    return byUser.size() > Families.MAX_SELVES ? List.of() : List.copyOf(byUser.values());
  }

  BitSet sources(Selector selector) {
    return Box.intersection(places.sources(), destinations(selector));
  }

  BitSet destinations(Selector selector) {
    return known.computeIfAbsent(selector.text(), _ -> lookUp(resolver.resolve(selector)));
  }

  private BitSet lookUp(Selection selection) {
    return switch (selection) {
      case Selection.Devices(var devices) -> places.of(devices.stream().map(Device::index));
      case Selection.Addresses(var ranges, _) -> places.within(AddressSet.of(ranges));
      // As a source the devices and their subnets, which are all sources that there are.
      case Selection.Everything _, Selection.AnyAddress _ -> places.everywhere();
      case Selection.Self _ -> new BitSet();
    };
  }
}
