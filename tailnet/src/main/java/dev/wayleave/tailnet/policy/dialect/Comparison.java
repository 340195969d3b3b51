package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AccessRule;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Holds what the rules let through at the source against what they let through here.
final class Comparison {
  private final Places places;
  private final Segments segments;
  private final List<RuleReach> there;
  private final List<RuleReach> here;
  private final SourceWords words;
  private final WayleaveReach wayleave;

  /// @param rules the rules at the source
  /// @param policy what is read of the rewritten text
  Comparison(SourceView source, SourcePolicy sourcePolicy, List<SourceRule> rules, Policy policy) {
    List<AccessRule> ownRules = policy.rules() == null ? List.of() : policy.rules();
    this.places = Places.of(source.directory(), cuts(sourcePolicy, rules, policy, ownRules));
    this.segments = new Segments(channels(rules, ownRules));
    this.words = source.words(sourcePolicy, places);
    this.wayleave = new WayleaveReach(new Resolver(policy, source.directory()), places, segments);
    this.there = new SourceReach(words, places, segments).of(rules);
    this.here = wayleave.of(ownRules);
  }

  private static Set<AddressRange> cuts(
      SourcePolicy sourcePolicy, List<SourceRule> rules, Policy policy, List<AccessRule> ownRules) {
    Set<AddressRange> cuts = new HashSet<>(policy.hosts().values());
    policy.ipSets().values().stream()
        .flatMap(List::stream)
        .forEach(entry -> addLiteral(entry.selector(), cuts));
    for (AccessRule rule : ownRules) {
      rule.sources().forEach(selector -> addLiteral(selector, cuts));
      rule.targets().forEach(target -> addLiteral(target.selector(), cuts));
    }
    sourcePolicy.hosts().values().stream()
        .flatMap(host -> SourceWords.ranges(host).stream())
        .forEach(cuts::add);
    for (SourceRule rule : rules) {
      rule.sources().forEach(word -> cuts.addAll(SourceWords.ranges(word.value())));
      rule.targets().forEach(target -> cuts.addAll(SourceWords.ranges(target.word())));
    }
    return cuts;
  }

  private static void addLiteral(Selector selector, Set<AddressRange> cuts) {
    if (selector instanceof Selector.Address(_, _, AddressRange range)) {
      cuts.add(range);
    }
  }

  private static Set<Channel> channels(List<SourceRule> rules, List<AccessRule> ownRules) {
    Set<Channel> channels = new HashSet<>();
    rules.forEach(rule -> rule.targets().forEach(t -> channels.addAll(t.channels())));
    ownRules.forEach(
        rule -> rule.targets().forEach(t -> channels.addAll(Channel.of(t.allowances()))));
    return channels;
  }

  /// A rule with what it loses and gains here; pairs that other rules connect all the same are left
  /// out.
  record Difference(String name, Position at, List<Box> lost, List<Box> gained) {}

  List<Difference> differences() {
    Map<String, Difference> found = new LinkedHashMap<>();
    Map<String, Position> positions = new HashMap<>();
    there.forEach(rule -> positions.put(rule.name(), rule.at()));
    for (RuleReach rule : there) {
      List<Box> lost = rule.without(here);
      if (!pairs(lost).isEmpty()) {
        found.put(rule.name(), new Difference(rule.name(), rule.at(), lost, List.of()));
      }
    }
    for (RuleReach rule : here) {
      List<Box> gained = rule.without(there);
      if (!pairs(gained).isEmpty()) {
        found.merge(
            rule.name(),
            new Difference(
                rule.name(), positions.getOrDefault(rule.name(), rule.at()), List.of(), gained),
            (a, b) -> new Difference(a.name(), a.at(), a.lost(), b.gained()));
      }
    }
    return new ArrayList<>(found.values());
  }

  /// What each rule lets through at the source.
  List<RuleReach> there() {
    return there;
  }

  /// What each rule lets through here.
  List<RuleReach> here() {
    return here;
  }

  Pairs pairs(List<Box> boxes) {
    return new Pairs(boxes, places, segments);
  }

  /// Boxes without the places of some devices, at either end.
  List<Box> without(List<Box> boxes, Set<Integer> devices) {
    BitSet away = places.of(devices.stream());
    return boxes.stream()
        .flatMap(box ->
            Box.of(Box.difference(box.from(), away), Box.difference(box.to(), away), box.channels())
                .stream())
        .toList();
  }

  Places places() {
    return places;
  }

  SourceWords words() {
    return words;
  }

  WayleaveReach wayleave() {
    return wayleave;
  }
}
