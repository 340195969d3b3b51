package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.address.AddressSet;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.IpSetEntry;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Tells what the selectors of one policy mean on one tailnet.
public final class Resolver {
  private final Policy policy;
  private final Directory directory;
  private final Map<String, Set<UserId>> members = new ConcurrentHashMap<>();

  public Resolver(Policy policy, Directory directory) {
    this.policy = policy;
    this.directory = directory;
  }

  public Selection resolve(Selector selector) {
    return switch (selector) {
      case Selector.Everything _ -> new Selection.Everything();
      case Selector.Login(_, String login) ->
          new Selection.Devices(
              directory.person(login).map(directory::devicesOf).orElse(List.of()));
      case Selector.Domain(_, String domain) -> peoplesDevices(person -> isIn(domain, person));
      case Selector.Group(_, String group) -> new Selection.Devices(membersDevices(group));
      case Selector.Tag(_, var tag) -> new Selection.Devices(directory.devicesTagged(tag));
      case Selector.Host(_, String host) -> addresses(hostRanges(host));
      case Selector.Address(_, _, AddressRange range) -> addresses(List.of(range));
      case Selector.IpSet(_, String set) -> ipSet(set);
      // Services are not part of a tailnet's image yet, so that none has an address.
      case Selector.Service _ -> Selection.NOTHING;
      case Selector.Auto(_, AutoGroup group) -> autoGroup(group);
    };
  }

  /// Whether a selector means a device, by who it is or by an address of its own.
  public boolean includes(Selector selector, Device device) {
    Person person = device.person();
    return switch (selector) {
      case Selector.Everything _ -> true;
      case Selector.Login(_, String login) ->
          person != null && directory.person(login).filter(person::equals).isPresent();
      case Selector.Domain(_, String domain) -> person != null && isIn(domain, person);
      case Selector.Group(_, String group) -> person != null && isMember(group, person);
      case Selector.Tag(_, var tag) -> device.tags().contains(tag);
      case Selector.Host _, Selector.Address _, Selector.IpSet _ -> holds(device, selector);
      case Selector.Service _ -> false;
      case Selector.Auto auto -> isIn(auto.group(), device);
    };
  }

  private static boolean isIn(AutoGroup group, Device device) {
    return switch (group) {
      case TAGGED -> device.isTagged();
      case DANGER_ALL -> true;
      case SELF, INTERNET, SHARED, NONROOT -> false;
      case MEMBER, OWNER, ADMIN, NETWORK_ADMIN, IT_ADMIN, BILLING_ADMIN, AUDITOR ->
          device.person() != null && device.person().isIn(group);
    };
  }

  private boolean isMember(String group, Person person) {
    return members
        .computeIfAbsent(group, name -> membersOf(name).map(Person::id).collect(Collectors.toSet()))
        .contains(person.id());
  }

  /// Whom the policy lists, and whom an identity provider puts in.
  private Stream<Person> membersOf(String group) {
    return Stream.concat(
            policy.groups().getOrDefault(group, List.of()).stream()
                .flatMap(login -> directory.person(login.text()).stream()),
            directory.membersOf(group))
        .distinct();
  }

  private static boolean isIn(String domain, Person person) {
    return person.domain().filter(domain.toLowerCase(Locale.ROOT)::equals).isPresent();
  }

  private boolean holds(Device device, Selector selector) {
    return resolve(selector) instanceof Selection.Addresses(var ranges, _)
        && device.addresses().stream()
            .anyMatch(address -> ranges.stream().anyMatch(range -> range.contains(address)));
  }

  private Selection autoGroup(AutoGroup group) {
    return switch (group) {
      case MEMBER -> devices(device -> device.person() != null && !device.isTagged());
      case TAGGED -> devices(Device::isTagged);
      case SELF -> new Selection.Self();
      case INTERNET -> new Selection.Addresses(WellKnown.INTERNET, true);
      case DANGER_ALL -> new Selection.AnyAddress();
      // No other tailnet shares devices into this one.
      case SHARED, NONROOT -> Selection.NOTHING;
      case OWNER, ADMIN, NETWORK_ADMIN, IT_ADMIN, BILLING_ADMIN, AUDITOR ->
          peoplesDevices(person -> person.isIn(group));
    };
  }

  private Selection devices(Predicate<Device> chosen) {
    return new Selection.Devices(directory.devices().stream().filter(chosen).toList());
  }

  private Selection peoplesDevices(Predicate<Person> chosen) {
    return devices(device -> device.person() != null && chosen.test(device.person()));
  }

  private List<Device> membersDevices(String group) {
    return membersOf(group)
        .flatMap(person -> directory.devicesOf(person).stream())
        .distinct()
        .toList();
  }

  private List<AddressRange> hostRanges(String host) {
    AddressRange range = policy.hosts().get(host);
    return range == null ? List.of() : List.of(range);
  }

  private static Selection addresses(List<AddressRange> ranges) {
    return new Selection.Addresses(ranges, false);
  }

  /// Adds and takes away in the order of the entries; the reader has refused cycles.
  ///
  /// Public addresses stay apart from others, because other devices let them in.
  private Selection ipSet(String name) {
    AddressSet set = AddressSet.EMPTY;
    for (IpSetEntry entry : policy.ipSets().getOrDefault(name, List.of())) {
      if (resolve(entry.selector()) instanceof Selection.Addresses(var ranges, _)) {
        AddressSet other = AddressSet.of(ranges);
        set = entry.add() ? set.union(other) : set.without(other);
      }
    }
    AddressSet inside = set.without(AddressSet.of(WellKnown.INTERNET));
    List<AddressRange> ranges = new ArrayList<>(inside.ranges());
    ranges.addAll(set.without(inside).ranges());
    return addresses(ranges);
  }

  /// The people that a selector of an owner, approver or SSH source stands for, tags aside.
  public Stream<Person> people(Selector selector) {
    return switch (selector) {
      case Selector.Login(_, String login) -> directory.person(login).stream();
      case Selector.Group(_, String group) -> membersOf(group);
      case Selector.Domain(_, String domain) ->
          directory.people().stream().filter(person -> isIn(domain, person));
      case Selector.Auto(_, AutoGroup group) when group == AutoGroup.MEMBER || group.isRole() ->
          directory.people().stream().filter(person -> person.isIn(group));
      case Selector.Everything _ -> directory.people().stream();
      case Selector.Auto _,
          Selector.Tag _,
          Selector.Host _,
          Selector.Address _,
          Selector.IpSet _,
          Selector.Service _ ->
          Stream.empty();
    };
  }

  public Policy policy() {
    return policy;
  }

  public Directory directory() {
    return directory;
  }
}
