package dev.wayleave.tailnet.cutover.kit;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Names for files and hosts, of `a-z`, `0-9` and `-`, each of them once.
///
/// A name never begins with a dash and always ends with a word of ours, so that it is neither an
/// option nor one of the names that Windows reserves.
final class SafeNames {
  private static final int LONGEST = 40;

  private final Set<String> taken = new HashSet<>();
  private final Map<String, String> given = new HashMap<>();

  /// The name for something that has an id of its own.
  static String of(String label, String id) {
    return stem(label) + "-" + stem(id);
  }

  /// The name for a text, the same for the same text, and another for any other.
  String unique(String label) {
    return given.computeIfAbsent(
        label,
        text -> {
          String stem = stem(text);
          String name = stem;
          for (int n = 2; !taken.add(name); n++) {
            name = stem + "-" + n;
          }
          return name;
        });
  }

  private static String stem(String label) {
    String stem =
        label.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String shorter = stem.length() > LONGEST ? stem.substring(0, LONGEST) : stem;
    return shorter.isEmpty() ? "x" : shorter.replaceAll("-+$", "");
  }
}
