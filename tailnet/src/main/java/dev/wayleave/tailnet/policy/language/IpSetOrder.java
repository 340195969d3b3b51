package dev.wayleave.tailnet.policy.language;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Refuses IP sets that contain themselves, and such as grow beyond measure when their parts are
/// put in their place.
///
/// Sets whose parts are known are settled first, then those that wait for them; what is never
/// settled is in a circle or waits for one. Each reference is followed once.
final class IpSetOrder {
  /// Entries of a set when all sets within it are written out, and sets within sets. Thirty sets
  /// that each name the one before twice would make a billion.
  private static final long MOST_STEPS = 1_000_000;

  private static final int DEEPEST = 100;

  private final Map<String, List<IpSetEntry>> sets;
  private final Map<String, List<String>> users = new HashMap<>();
  private final Map<String, Integer> waiting = new HashMap<>();
  private final Map<String, Long> steps = new HashMap<>();
  private final Map<String, Integer> depth = new HashMap<>();

  private IpSetOrder(Map<String, List<IpSetEntry>> sets) {
    this.sets = sets;
  }

  static void check(Map<String, List<IpSetEntry>> sets, Remarks remarks) {
    new IpSetOrder(sets).check(remarks);
  }

  private void check(Remarks remarks) {
    Deque<String> ready = new ArrayDeque<>();
    sets.forEach((name, entries) -> {
      List<String> parts = parts(entries);
      parts.forEach(part -> users.computeIfAbsent(part, p -> new ArrayList<>()).add(name));
      waiting.put(name, parts.size());
      if (parts.isEmpty()) {
        ready.add(name);
      }
    });
    while (!ready.isEmpty()) {
      String name = ready.remove();
      settle(name, remarks);
      for (String user : users.getOrDefault(name, List.of())) {
        if (waiting.merge(user, -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    sets.forEach((name, entries) -> {
      if (!steps.containsKey(name)) {
        fault(name, "IP sets cannot be recursive", remarks);
      }
    });
  }

  private static List<String> parts(List<IpSetEntry> entries) {
    return entries.stream()
        .map(IpSetEntry::selector)
        .filter(Selector.IpSet.class::isInstance)
        .map(Selector::text)
        .toList();
  }

  private void settle(String name, Remarks remarks) {
    List<IpSetEntry> entries = sets.getOrDefault(name, List.of());
    long total = entries.size();
    int deepest = 0;
    for (String part : parts(entries)) {
      total += steps.getOrDefault(part, 0L);
      deepest = Math.max(deepest, depth.getOrDefault(part, 0) + 1);
    }
    if (total > MOST_STEPS || deepest > DEEPEST) {
      fault(name, "IP sets within it are too many or too deep", remarks);
      total = 0;
      deepest = 0;
    }
    steps.put(name, total);
    depth.put(name, deepest);
  }

  private void fault(String name, String why, Remarks remarks) {
    sets.getOrDefault(name, List.of()).stream()
        .map(IpSetEntry::selector)
        .filter(Selector.IpSet.class::isInstance)
        .findFirst()
        .ifPresent(part -> remarks.fault(part.at(), "ipsets[" + Quoted.of(name) + "]: " + why));
  }
}
