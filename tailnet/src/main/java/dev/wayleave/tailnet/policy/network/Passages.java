package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Allowance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Finds the rules by which one device reaches another, or an address behind one.
final class Passages {
  private final Directory directory;
  private final List<CompiledRule> rules;
  private final SelfRules selves;

  Passages(Directory directory, List<CompiledRule> rules, SelfRules selves) {
    this.directory = directory;
    this.rules = rules;
    this.selves = selves;
  }

  /// The ways from a device to another device's own addresses.
  List<Passage> between(Device source, Device destination) {
    List<Passage> found = new ArrayList<>();
    for (CompiledRule rule : rules) {
      if (rule.reaches(destination) && isSource(rule, source)) {
        for (CompiledTarget target : rule.targets()) {
          if (!target.ownAddresses(destination).isEmpty()) {
            target.allowances().forEach(a -> found.add(new Passage(rule.rule(), a, destination)));
          }
        }
      }
      if (rule.ofSelf() && destination.sameUserAs(source)) {
        self(rule, source, destination, found);
      }
    }
    return found;
  }

  private void self(CompiledRule rule, Device source, Device destination, List<Passage> found) {
    var person = destination.person();
    if (person != null && selves.of(rule, person).sources().contains(source)) {
      rule.self().forEach(a -> found.add(new Passage(rule.rule(), a, destination)));
    }
  }

  /// The ways from a device to an address: to the device that has it, or by the routers and exit
  /// nodes towards it.
  List<Passage> to(Device source, IpAddress address) {
    Device holder = directory.device(address).orElse(null);
    if (holder != null) {
      return between(source, holder);
    }
    AddressRange range = AddressRange.of(address);
    List<Passage> found = new ArrayList<>();
    Predicate<Device> onTheWay =
        device ->
            device.isExitNode()
                || device.subnets().stream().anyMatch(subnet -> subnet.contains(address));
    List<Device> carriers = directory.devices().stream().filter(onTheWay).toList();
    for (CompiledRule rule : rules) {
      if (isSource(rule, source)) {
        for (CompiledTarget target : rule.targets()) {
          for (Device carrier : carriers) {
            if (lets(target, carrier, range)) {
              for (Allowance allowance : target.allowances()) {
                found.add(new Passage(rule.rule(), allowance, carrier));
              }
            }
          }
        }
      }
    }
    return found;
  }

  private static boolean lets(CompiledTarget target, Device carrier, AddressRange range) {
    return target.entriesOn(carrier).stream()
        .anyMatch(entry -> entry.equals("*") || AddressRange.parse(entry).contains(range));
  }

  /// Whether a device itself is a source, by an address of its own.
  private static boolean isSource(CompiledRule rule, Device source) {
    return source.addresses().stream().anyMatch(rule.sources().addresses()::contains);
  }
}
