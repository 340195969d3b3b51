package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Person;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The devices from which an entry lets sessions come, by whose they are.
///
/// @param people the addresses of each user's devices, ordered by user
/// @param others the addresses of devices that belong to tags, or to nobody
/// @param devices all of them, ordered by id so that one tailnet has one list
record Sources(
    SortedMap<Person, List<IpAddress>> people,
    List<IpAddress> others,
    SortedMap<NodeId, Device> devices) {
  /// Sorts devices by whose they are.
  ///
  /// @param timesListed how often a device is listed. A device with several tags is listed once for
  ///   each tag that the entry names, as recorded for `autogroup:tagged`; a user's device once.
  static Sources of(SortedMap<NodeId, Device> devices, Map<NodeId, Integer> timesListed) {
    SortedMap<Person, List<IpAddress>> people = new TreeMap<>(Comparator.comparing(Person::id));
    List<IpAddress> others = new ArrayList<>();
    for (Device device : devices.values()) {
      Person person = device.isTagged() ? null : device.person();
      if (person == null) {
        for (int i = 0; i < timesListed.getOrDefault(device.id(), 1); i++) {
          others.addAll(device.addresses());
        }
      } else {
        people.computeIfAbsent(person, p -> new ArrayList<>()).addAll(device.addresses());
      }
    }
    return new Sources(people, List.copyOf(others), devices);
  }

  boolean has(Device device) {
    return devices.containsKey(device.id());
  }

  boolean isEmpty() {
    return devices.isEmpty();
  }

  /// The addresses of a user's devices among the sources.
  List<IpAddress> of(Person person) {
    return people.getOrDefault(person, List.of());
  }

  /// The addresses of all of them, people's first.
  List<IpAddress> all() {
    List<IpAddress> all = new ArrayList<>();
    people.values().forEach(all::addAll);
    all.addAll(others);
    return List.copyOf(all);
  }
}
