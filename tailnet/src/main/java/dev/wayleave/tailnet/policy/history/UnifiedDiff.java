package dev.wayleave.tailnet.policy.history;

import dev.wayleave.tailnet.policy.history.LineDiff.Change;
import java.util.ArrayList;
import java.util.List;

/// Two texts side by side in the unified format, which `patch` and people read.
public final class UnifiedDiff {
  private static final int CONTEXT = 3;
  private static final String UNENDED = "\\ No newline at end of file\n";

  private final List<String> before;
  private final List<String> after;
  private final StringBuilder out = new StringBuilder();

  private UnifiedDiff(String before, String after) {
    this.before = lines(before);
    this.after = lines(after);
  }

  /// The differences; empty where there are none.
  ///
  /// @param beforeName what the first line calls the one text
  /// @param afterName what the second line calls the other
  public static String of(String beforeName, String before, String afterName, String after) {
    UnifiedDiff diff = new UnifiedDiff(before, after);
    List<Change> changes = LineDiff.between(diff.before, diff.after);
    if (changes.isEmpty()) {
      return "";
    }
    diff.out.append("--- ").append(beforeName).append('\n');
    diff.out.append("+++ ").append(afterName).append('\n');
    hunks(changes).forEach(diff::hunk);
    return diff.out.toString();
  }

  /// Lines with their ends, so that a last line without one differs from one with it.
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(at, next));
      at = next;
    }
    return lines;
  }

  /// Changes whose surroundings overlap stand together.
  private static List<List<Change>> hunks(List<Change> changes) {
    List<List<Change>> hunks = new ArrayList<>();
    for (Change change : changes) {
      if (hunks.isEmpty()
          || change.beforeFrom() - hunks.getLast().getLast().beforeTo() > 2 * CONTEXT) {
        hunks.add(new ArrayList<>());
      }
      hunks.getLast().add(change);
    }
    return hunks;
  }

  private void hunk(List<Change> changes) {
    Change first = changes.getFirst();
    Change last = changes.getLast();
    int lead = Math.min(CONTEXT, first.beforeFrom());
    int trail = Math.min(CONTEXT, before.size() - last.beforeTo());
    int from = first.beforeFrom() - lead;
    out.append("@@ -").append(range(from, last.beforeTo() + trail));
    out.append(" +").append(range(first.afterFrom() - lead, last.afterTo() + trail));
    out.append(" @@\n");
    int at = from;
    for (Change change : changes) {
      write(' ', before.subList(at, change.beforeFrom()));
      write('-', before.subList(change.beforeFrom(), change.beforeTo()));
      write('+', after.subList(change.afterFrom(), change.afterTo()));
      at = change.beforeTo();
    }
    write(' ', before.subList(at, at + trail));
  }

  /// Lines count from 1; an empty range names the line before it.
  private static String range(int from, int to) {
    int count = to - from;
    int line = count == 0 ? from : from + 1;
    return count == 1 ? Integer.toString(line) : line + "," + count;
  }

  private void write(char mark, List<String> lines) {
    for (String line : lines) {
      out.append(mark).append(line);
      if (!line.endsWith("\n")) {
        out.append('\n').append(UNENDED);
      }
    }
  }
}
