package dev.wayleave.tailnet.policy.syntax;

import java.util.Arrays;

/// Moves a comment of several lines to its place: the indentation that its lines share is replaced.
final class BlockComment {
  private BlockComment() {}

  /// Appends a comment from `/*` to `*/`, with tabs before each line but the first.
  static void append(String comment, int tabs, StringBuilder out) {
    String[] lines = comment.split("\n", -1);
    Arrays.setAll(lines, i -> Spaces.trimRight(lines[i]));
    String shared = shared(lines);
    int indentation = indentation(shared);
    // Lines that begin with a star are moved below the star of the first.
    boolean stars =
        shared.startsWith("*", indentation) && Arrays.stream(lines).noneMatch(String::isEmpty);
    out.append(lines[0]);
    for (int i = 1; i < lines.length; i++) {
      out.append('\n');
      if (!lines[i].isEmpty()) {
        out.repeat('\t', tabs)
            .append(stars ? " " : "")
            .append(lines[i], indentation, lines[i].length());
      }
    }
  }

  /// What all lines after the first begin with.
  ///
  /// A last line of nothing but the end does not count; it is brought to the others' indentation.
  /// As in the reference formatter a line that is the beginning of what is shared so far does not
  /// shorten it.
  private static String shared(String[] lines) {
    String shared = "";
    boolean any = false;
    for (int i = 1; i < lines.length; i++) {
      String line = lines[i];
      if (line.isEmpty()) {
        continue;
      }
      if (!any) {
        shared = line;
        any = true;
      }
      if (line.endsWith("*/") && indentation(line) + 2 == line.length()) {
        lines[i] = shared.substring(0, indentation(shared)) + "*/";
        break;
      }
      shared = shared.substring(0, agreement(shared, line));
    }
    return shared;
  }

  private static int agreement(String shared, String line) {
    int shorter = Math.min(shared.length(), line.length());
    for (int i = 0; i < shorter; i++) {
      if (shared.charAt(i) != line.charAt(i)) {
        return i;
      }
    }
    return shared.length();
  }

  private static int indentation(String line) {
    int at = 0;
    while (at < line.length() && Gaps.isSpace(line.charAt(at))) {
      at++;
    }
    return at;
  }
}
