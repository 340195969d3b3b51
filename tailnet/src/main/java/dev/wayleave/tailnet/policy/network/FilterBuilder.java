package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Allowance;
import dev.wayleave.tailnet.policy.network.FilterRule.CapabilityGrant;
import dev.wayleave.tailnet.policy.network.FilterRule.Destination;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Builds the packet filter of one device, rule by rule.
///
/// Rules of equal sources and protocols become one, in the place of the first; destinations stay as
/// often as they were named. Capabilities are never joined.
final class FilterBuilder {
  private record Key(SourceTexts sources, List<Integer> protocols) {}

  private final Device device;
  private final List<Supplier<FilterRule>> rules = new ArrayList<>();
  private final Map<Key, List<Destination>> joined = new HashMap<>();

  FilterBuilder(Device device) {
    this.device = device;
  }

  List<FilterRule> rules() {
    return rules.stream().map(Supplier::get).toList();
  }

  /// Adds what a rule says of its targets, `autogroup:self` aside.
  void add(CompiledRule rule, List<String> targetTexts) {
    if (rule.reaches(device)) {
      addPorts(rule);
      addCapabilities(rule);
    }
    if (!targetTexts.isEmpty() && rule.sources().include(device)) {
      List<IpAddress> own =
          device.addresses().stream().filter(rule.sources().addresses()::contains).toList();
      addCompanions(rule.rule(), targetTexts, own);
    }
  }

  private void addPorts(CompiledRule rule) {
    if (rule.sources().areNone()) {
      return;
    }
    Map<List<Integer>, List<Destination>> byProtocol = new LinkedHashMap<>();
    for (CompiledTarget target : rule.targets()) {
      List<String> entries = target.entriesOn(device);
      if (!entries.isEmpty()) {
        collect(target.allowances(), entries, byProtocol);
      }
    }
    byProtocol.forEach((protocols, into) -> join(rule.sources().texts(), protocols, into));
  }

  /// Adds what a rule says of `autogroup:self`: sources and destinations are one user's devices.
  void addSelf(CompiledRule rule, SelfRules.Pair pair) {
    if (pair.from().areNone()) {
      return;
    }
    Map<List<Integer>, List<Destination>> byProtocol = new LinkedHashMap<>();
    collect(rule.self(), pair.to().list(), byProtocol);
    byProtocol.forEach((protocols, into) -> join(pair.from(), protocols, into));
    if (!rule.rule().app().isEmpty()) {
      add(pair.from().list(), List.of(grant(rule.rule(), prefixes(device.addresses()))));
      if (pair.sources().contains(device)) {
        addCompanions(rule.rule(), pair.to().list(), device.addresses());
      }
    }
  }

  private static void collect(
      List<Allowance> allowances,
      List<String> entries,
      Map<List<Integer>, List<Destination>> byProtocol) {
    for (Allowance allowance : allowances) {
      List<Destination> into =
          byProtocol.computeIfAbsent(allowance.protocol().numbers(), _ -> new ArrayList<>());
      entries.forEach(entry -> into.add(new Destination(entry, allowance.ports())));
    }
  }

  private void join(SourceTexts sources, List<Integer> protocols, List<Destination> into) {
    List<Destination> known = joined.get(new Key(sources, protocols));
    if (known != null) {
      known.addAll(into);
    } else {
      joined.put(new Key(sources, protocols), into);
      rules.add(() -> new FilterRule.Ports(sources.list(), into, protocols));
    }
  }

  private void add(List<String> sources, List<CapabilityGrant> grants) {
    FilterRule rule = new FilterRule.Capabilities(sources, grants);
    rules.add(() -> rule);
  }

  /// Capabilities are given even where no one is among the sources, as recorded.
  private void addCapabilities(CompiledRule rule) {
    if (rule.rule().app().isEmpty() || rule.rule().sources().isEmpty()) {
      return;
    }
    List<CapabilityGrant> grants = new ArrayList<>();
    for (CompiledTarget target : rule.targets()) {
      List<IpPrefix> at =
          Stream.concat(
                  prefixes(target.ownAddresses(device)).stream(),
                  target.routedPrefixes(device).stream())
              .distinct()
              .sorted()
              .toList();
      if (!at.isEmpty()) {
        grants.add(grant(rule.rule(), at));
      }
    }
    if (!grants.isEmpty()) {
      add(rule.sources().texts().list(), grants);
    }
  }

  private void addCompanions(AccessRule rule, List<String> from, List<IpAddress> own) {
    if (own.isEmpty() || from.isEmpty()) {
      return;
    }
    for (String companion : Companions.of(rule.app().keySet())) {
      add(from, List.of(new CapabilityGrant(prefixes(own), Map.of(companion, Optional.empty()))));
    }
  }

  private static CapabilityGrant grant(AccessRule rule, List<IpPrefix> at) {
    Map<String, Optional<JsonArray>> values = new HashMap<>();
    rule.app().forEach((name, value) -> values.put(name, Optional.of(value)));
    return new CapabilityGrant(at, values);
  }

  private static List<IpPrefix> prefixes(List<IpAddress> addresses) {
    return addresses.stream().map(address -> new IpPrefix(address, address.bits())).toList();
  }
}
