package dev.wayleave.oidc.policy;

import java.util.ArrayList;
import java.util.List;

/// The difference of two texts with equally many lines, as people read it: words were replaced
/// within lines, and no line came or went.
final class LineDiff {
  private static final int AROUND = 3;

  private LineDiff() {}

  static String of(String before, String after) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> fresh = List.of(after.split("\n", -1));
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < old.size()) {
      if (old.get(at).equals(fresh.get(at))) {
        at++;
        continue;
      }
      int from = Math.max(0, at - AROUND);
      int to = end(old, fresh, at);
      hunk(old, fresh, from, to, out);
      at = to;
    }
    return out.toString();
  }

  /// Where a hunk ends: changes with few lines between belong together.
  private static int end(List<String> old, List<String> fresh, int first) {
    int last = first;
    for (int i = first; i < old.size() && i <= last + 2 * AROUND; i++) {
      last = old.get(i).equals(fresh.get(i)) ? last : i;
    }
    return Math.min(old.size(), last + AROUND + 1);
  }

  private static void hunk(
      List<String> old, List<String> fresh, int from, int to, StringBuilder out) {
    out.append("@@ -%d,%d +%d,%d @@\n".formatted(from + 1, to - from, from + 1, to - from));
    List<String> added = new ArrayList<>();
    for (int i = from; i < to; i++) {
      boolean same = old.get(i).equals(fresh.get(i));
      if (same) {
        added.forEach(line -> out.append('+').append(line).append('\n'));
        added.clear();
        out.append(' ').append(old.get(i)).append('\n');
      } else {
        out.append('-').append(old.get(i)).append('\n');
        added.add(fresh.get(i));
      }
    }
    added.forEach(line -> out.append('+').append(line).append('\n'));
  }
}
