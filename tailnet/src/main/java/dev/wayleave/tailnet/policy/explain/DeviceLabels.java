package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Names sets of devices as shortly as a person would: by owner, tag or group, else by name.
final class DeviceLabels {
  private static final int PARTS = 3;
  private static final int EXCEPTIONS = 2;

  private final Directory directory;
  private final Map<String, BitSet> known = new LinkedHashMap<>();
  private final Set<BitSet> sets = new HashSet<>();

  /// @param policies those whose groups may be used as names
  DeviceLabels(Directory directory, List<Policy> policies) {
    this(directory, policies, List.of());
  }

  /// @param asked the places of a question: a person calls them as they did
  DeviceLabels(Directory directory, List<Policy> policies, List<Place> asked) {
    this.directory = directory;
    asked.forEach(place -> add(place.text(), bits(place.devices())));
    add("every device", directory.everyIndex());
    BitSet members = new BitSet();
    BitSet tagged = new BitSet();
    TreeSet<TagName> tags = new TreeSet<>((a, b) -> a.value().compareTo(b.value()));
    for (Device device : directory.devices()) {
      (device.isTagged() ? tagged : members).set(device.index(), isOwned(device));
      tags.addAll(device.tags());
    }
    add("autogroup:member", members);
    add("autogroup:tagged", tagged);
    tags.forEach(tag -> add(tag.value(), bits(directory.devicesTagged(tag))));
    for (Person person : directory.people()) {
      add(person.login(), bits(directory.devicesOf(person)));
    }
    policies.forEach(policy -> policy.groups().forEach(this::addGroup));
  }

  private static boolean isOwned(Device device) {
    return device.isTagged() || device.person() != null;
  }

  private void addGroup(String group, List<Selector.Login> members) {
    BitSet devices = new BitSet();
    members.forEach(login ->
        directory
            .person(login.text())
            .ifPresent(person -> devices.or(bits(directory.devicesOf(person)))));
    add(group, devices);
  }

  /// Of two names for one set the first stays.
  private void add(String name, BitSet devices) {
    if (!devices.isEmpty() && !known.containsKey(name) && sets.add(devices)) {
      known.put(name, devices);
    }
  }

  static BitSet bits(List<Device> devices) {
    BitSet bits = new BitSet();
    devices.forEach(device -> bits.set(device.index()));
    return bits;
  }

  String of(BitSet devices) {
    if (devices.isEmpty()) {
      return "no device";
    }
    String whole = allBut(devices);
    if (whole != null) {
      return whole;
    }
    List<String> parts = new ArrayList<>();
    BitSet left = (BitSet) devices.clone();
    while (!left.isEmpty() && parts.size() < PARTS) {
      String best = largestWithin(devices, left);
      if (best == null) {
        break;
      }
      parts.add(best);
      left.andNot(known.getOrDefault(best, left));
    }
    String part = parts.isEmpty() && left.cardinality() > PARTS ? partOf(devices) : null;
    if (part != null) {
      return part;
    }
    addRest(left, parts);
    return joined(parts);
  }

  /// A named set, whole or but for a few devices.
  private @Nullable String allBut(BitSet devices) {
    String best = null;
    int fewest = Math.min(EXCEPTIONS, devices.cardinality() / PARTS) + 1;
    for (Map.Entry<String, BitSet> candidate : known.entrySet()) {
      BitSet outside = outside(candidate.getValue(), devices);
      BitSet missing = outside(devices, candidate.getValue());
      if (missing.isEmpty() && outside.cardinality() < fewest) {
        fewest = outside.cardinality();
        best = candidate.getKey() + (outside.isEmpty() ? "" : " but " + names(outside));
      }
    }
    return best;
  }

  /// How many of the smallest named set these are.
  private @Nullable String partOf(BitSet devices) {
    String best = null;
    int smallest = Integer.MAX_VALUE;
    for (Map.Entry<String, BitSet> candidate : known.entrySet()) {
      int size = candidate.getValue().cardinality();
      if (size < smallest && outside(devices, candidate.getValue()).isEmpty()) {
        smallest = size;
        best = "%d of %d devices of %s".formatted(devices.cardinality(), size, candidate.getKey());
      }
    }
    return smallest == directory.devices().size() ? null : best;
  }

  private static BitSet outside(BitSet set, BitSet of) {
    BitSet outside = (BitSet) set.clone();
    outside.andNot(of);
    return outside;
  }

  /// The names themselves where they are few, for routers: which one it is matters there.
  String names(BitSet devices) {
    return devices.cardinality() > PARTS
        ? of(devices)
        : joined(devices.stream().mapToObj(index -> directory.at(index).name()).toList());
  }

  private void addRest(BitSet left, List<String> parts) {
    int rest = left.cardinality();
    if (rest > PARTS) {
      parts.add(rest + (parts.isEmpty() ? " devices" : " more devices"));
    } else {
      left.stream().forEach(index -> parts.add(directory.at(index).name()));
    }
  }

  /// The name that covers most of what is left and nothing outside the set.
  private @Nullable String largestWithin(BitSet devices, BitSet left) {
    String best = null;
    int most = 0;
    for (Map.Entry<String, BitSet> candidate : known.entrySet()) {
      int covered = covered(candidate.getValue(), devices, left);
      if (covered > most) {
        best = candidate.getKey();
        most = covered;
      }
    }
    return best;
  }

  private static int covered(BitSet candidate, BitSet devices, BitSet left) {
    if (!candidate.intersects(left)) {
      return 0;
    }
    if (!outside(candidate, devices).isEmpty()) {
      return 0;
    }
    BitSet inside = (BitSet) candidate.clone();
    inside.and(left);
    return inside.cardinality();
  }

  private static String joined(List<String> parts) {
    return parts.size() == 1
        ? parts.getFirst()
        : String.join(", ", parts.subList(0, parts.size() - 1)) + " and " + parts.getLast();
  }
}
