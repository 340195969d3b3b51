package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.Selection;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.SshRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/// Finds the devices that the words of an entry mean.
///
/// @param postures whether a device satisfies one of the named postures
record SourceFinder(Resolver resolver, BiPredicate<List<String>, Device> postures) {

  Sources find(SshRule rule) {
    List<String> conditions =
        rule.postures().isEmpty() ? resolver.policy().defaultPostures() : rule.postures();
    SortedMap<NodeId, Device> found = new TreeMap<>();
    Map<NodeId, Set<TagName>> namedTags = new HashMap<>();
    for (Selector selector : rule.sources()) {
      for (Device device : devices(resolver.resolve(selector))) {
        if (conditions.isEmpty() || postures.test(conditions, device)) {
          found.put(device.id(), device);
          namedTags
              .computeIfAbsent(device.id(), id -> new HashSet<>())
              .addAll(named(selector, device));
        }
      }
    }
    Map<NodeId, Integer> times = new HashMap<>();
    namedTags.forEach((id, tags) -> times.put(id, Math.max(1, tags.size())));
    return Sources.of(found, times);
  }

  /// Which of a device's tags a selector names.
  private static Set<TagName> named(Selector selector, Device device) {
    return selector instanceof Selector.Tag(_, TagName tag) ? Set.of(tag) : device.tags();
  }

  /// The devices of a selection. An address stands for the device that has it: a session's rules
  /// are about devices, and no other address can start one.
  List<Device> devices(Selection selection) {
    List<Device> everybody = resolver.directory().devices();
    return switch (selection) {
      case Selection.Devices(List<Device> devices) -> devices;
      case Selection.Addresses(var ranges, _) ->
          everybody.stream()
              .filter(device ->
                  device.addresses().stream()
                      .anyMatch(a -> ranges.stream().anyMatch(range -> range.contains(a))))
              .toList();
      case Selection.Everything _, Selection.AnyAddress _ -> everybody;
      case Selection.Self _ -> List.of();
    };
  }
}
