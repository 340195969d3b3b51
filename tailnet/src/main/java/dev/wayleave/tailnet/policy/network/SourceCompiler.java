package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Works out the source sides of rules; equal lists of selectors share one result.
final class SourceCompiler {
  private static final String ANY = "*";
  private static final AddressSet TAILNET = AddressSet.of(WellKnown.TAILNET);

  private final Resolver resolver;
  private final Directory directory;
  private final Admission admission;
  private final List<IpPrefix> subnets;
  private final List<Device> routers;
  private final List<Device> forwarders;

  /// Addresses of devices outside the usual ranges: a tailnet that was taken over may have others.
  private final List<AddressRange> strangers;

  private final Map<List<Object>, Sources> known = new HashMap<>();

  SourceCompiler(Resolver resolver, Admission admission) {
    this.resolver = resolver;
    this.directory = resolver.directory();
    this.admission = admission;
    this.routers = directory.devices().stream().filter(d -> !d.subnets().isEmpty()).toList();
    this.forwarders =
        directory.devices().stream().filter(d -> d.isExitNode() || !d.subnets().isEmpty()).toList();
    this.strangers =
        directory.devices().stream()
            .flatMap(device -> device.addresses().stream())
            .filter(address -> !TAILNET.contains(address))
            .map(AddressRange::of)
            .toList();
    this.subnets =
        routers.stream().flatMap(router -> router.subnets().stream()).distinct().sorted().toList();
  }

  Sources compile(AccessRule rule) {
    List<String> postures = posturesOf(rule);
    List<Object> key = List.of(rule.sources().stream().map(Selector::text).toList(), postures);
    return known.computeIfAbsent(key, _ -> compile(rule.sources(), postures));
  }

  /// The postures of which the source must satisfy one; none where the policy asks for nothing.
  List<String> posturesOf(AccessRule rule) {
    return rule.postures().isEmpty() ? resolver.policy().defaultPostures() : rule.postures();
  }

  private Sources compile(List<Selector> selectors, List<String> postures) {
    Gathering gathering = new Gathering();
    for (Selector selector : selectors) {
      Selection selection = resolver.resolve(selector);
      if (postures.isEmpty()) {
        gathering.add(selection);
      } else {
        admitted(selector, postures).forEach(device -> gathering.addAs(selection, device));
        gathering.addWithoutDevices(selection);
      }
    }
    return gathering.sources();
  }

  /// The devices that a selector means and whose posture is good.
  private List<Device> admitted(Selector selector, List<String> postures) {
    return directory.devices().stream()
        .filter(device -> resolver.includes(selector, device))
        .filter(device -> admission.admits(postures, device))
        .toList();
  }

  /// The devices of one user that are among the sources, for `autogroup:self`.
  List<Device> ownSources(AccessRule rule, Person person) {
    List<String> postures = posturesOf(rule);
    return directory.devicesOf(person).stream()
        .filter(own -> rule.sources().stream().anyMatch(s -> resolver.includes(s, own)))
        .filter(own -> postures.isEmpty() || admission.admits(postures, own))
        .toList();
  }

  /// Collects addresses under the texts by which clients are told of them.
  private final class Gathering {
    private final Map<String, AddressRange> ranges = new LinkedHashMap<>();
    private final BitSet devices = new BitSet();
    private boolean any;

    void add(Selection selection) {
      switch (selection) {
        case Selection.Devices(List<Device> chosen) -> chosen.forEach(this::add);
        case Selection.Addresses(List<AddressRange> chosen, _) -> chosen.forEach(this::add);
        case Selection.Everything _ -> {
          WellKnown.TAILNET.forEach(this::add);
          strangers.forEach(this::add);
          addSubnets();
          devices.or(directory.everyIndex());
        }
        case Selection.AnyAddress _ -> any = true;
        // The reader refuses autogroup:self as a source.
        case Selection.Self _ -> {}
      }
    }

    /// Adds a device as far as a selection means it: all of it, or some of its addresses.
    void addAs(Selection selection, Device device) {
      if (selection instanceof Selection.Addresses(List<AddressRange> chosen, _)) {
        device.addresses().stream()
            .filter(address -> chosen.stream().anyMatch(range -> range.contains(address)))
            .forEach(address -> add(AddressRange.of(address)));
      } else {
        add(device);
      }
    }

    /// Adds what has no posture: addresses behind subnet routers and outside the tailnet. As the
    /// hosted service documents it, those are not asked for one.
    void addWithoutDevices(Selection selection) {
      switch (selection) {
        case Selection.Devices _, Selection.Self _ -> {}
        case Selection.Addresses(List<AddressRange> chosen, _) ->
            AddressSet.of(chosen).without(TAILNET).ranges().forEach(this::add);
        case Selection.Everything _ -> addSubnets();
        case Selection.AnyAddress _ -> AddressSet.ALL.without(TAILNET).ranges().forEach(this::add);
      }
    }

    void add(Device device) {
      devices.set(device.index());
      for (IpAddress address : device.addresses()) {
        ranges.put(address.text(), AddressRange.of(address));
      }
    }

    private void addSubnets() {
      subnets.forEach(subnet -> add(AddressRange.of(subnet)));
    }

    private void add(AddressRange range) {
      ranges.put(range.toString(), range);
    }

    Sources sources() {
      if (any) {
        return new Sources(new SourceTexts(List.of(ANY)), AddressSet.ALL, directory.everyIndex());
      }
      AddressSet set = AddressSet.of(ranges.values());
      markHolders(set);
      return new Sources(new SourceTexts(ranges.keySet()), set, devices);
    }

    /// Adds the devices that hold one of the addresses or route to one.
    private void markHolders(AddressSet set) {
      for (AddressRange range : ranges.values()) {
        directory.holders(range).forEach(device -> devices.set(device.index()));
      }
      for (Device router : routers) {
        if (!devices.get(router.index()) && router.reach().stream().anyMatch(set::overlaps)) {
          devices.set(router.index());
        }
      }
    }
  }

  /// All subnets that any device may route, sorted.
  List<IpPrefix> subnets() {
    return subnets;
  }

  /// The devices of a bit set.
  List<Device> devices(BitSet indexes) {
    return indexes.stream().mapToObj(directory::at).toList();
  }

  /// The devices that let packets in for others: routers and exit nodes.
  List<Device> forwarders() {
    return forwarders;
  }

  /// The devices that route any subnet.
  List<Device> routers() {
    return routers;
  }
}
