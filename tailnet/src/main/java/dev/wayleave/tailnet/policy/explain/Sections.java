package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/// Compares the sections of two policies that decide nothing between the devices that are there
/// now.
final class Sections {
  /// What a list of selectors says, as words and as the users whom these mean today.
  private record Named(NavigableSet<String> words, NavigableSet<UserId> people) {}

  private final Resolver resolver;

  private Sections(Resolver resolver) {
    this.resolver = resolver;
  }

  /// The names of the sections that differ.
  static List<String> differing(Resolver before, Resolver after) {
    Sections old = new Sections(before);
    Sections now = new Sections(after);
    List<String> found = new ArrayList<>();
    add("tagOwners", Sections::tagOwners, old, now, found);
    add("autoApprovers", Sections::autoApprovers, old, now, found);
    add("nodeAttrs (ipPool)", Sections::pools, old, now, found);
    add("attrConfig", s -> s.resolver.policy().customAttributes(), old, now, found);
    add("derpMap", Sections::derpMap, old, now, found);
    add("top-level switches", s -> s.resolver.policy().options(), old, now, found);
    return List.copyOf(found);
  }

  private static void add(
      String name,
      Function<Sections, Object> section,
      Sections old,
      Sections now,
      List<String> found) {
    if (!section.apply(old).equals(section.apply(now))) {
      found.add(name);
    }
  }

  private Named named(List<Selector> selectors) {
    NavigableSet<String> words = new TreeSet<>();
    NavigableSet<UserId> people = new TreeSet<>();
    for (Selector selector : selectors) {
      words.add(selector.text());
      resolver.people(selector).map(Person::id).forEach(people::add);
    }
    return new Named(words, people);
  }

  private Object tagOwners() {
    Map<String, Object> owners = new TreeMap<>();
    resolver.policy().tagOwners().forEach((tag, by) -> owners.put(tag.value(), named(by)));
    return owners;
  }

  private Object autoApprovers() {
    Map<String, Object> approvers = new TreeMap<>();
    var section = resolver.policy().autoApprovers();
    section.routes().forEach((route, by) -> approvers.put(route.toString(), named(by)));
    section.services().forEach((service, by) -> approvers.put(service, named(by)));
    approvers.put("exitNode", named(section.exitNode()));
    return approvers;
  }

  private Object pools() {
    return resolver.policy().nodeAttributes().stream()
        .filter(entry -> !entry.ipPool().isEmpty())
        .map(entry -> List.of(named(entry.targets()), entry.ipPool()))
        .toList();
  }

  private Object derpMap() {
    var section = resolver.policy().derpMap();
    return section == null ? "" : section.toJson();
  }
}
