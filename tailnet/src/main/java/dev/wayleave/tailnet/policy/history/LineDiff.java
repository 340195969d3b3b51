package dev.wayleave.tailnet.policy.history;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The shortest way from one list of lines to another.
///
/// The greedy algorithm of E. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986): it
/// follows, for a growing number of edits, how far one gets on each diagonal. Memory grows with the
/// square of that number, so past a limit all that lies between the common beginning and the common
/// end counts as replaced: still right, only not the shortest.
final class LineDiff {
  /// 1000 edits remember a million numbers.
  private static final int MOST_EDITS = 1_000;

  private final int[] before;
  private final int[] after;
  private final int start;
  private final int beforeEnd;
  private final int afterEnd;

  private LineDiff(int[] before, int[] after) {
    this.before = before;
    this.after = after;
    int shorter = Math.min(before.length, after.length);
    int head = 0;
    while (head < shorter && before[head] == after[head]) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
      tail++;
    }
    start = head;
    beforeEnd = before.length - tail;
    afterEnd = after.length - tail;
  }

  /// A stretch of lines that is replaced by another; either may be empty. Ends are exclusive.
  record Change(int beforeFrom, int beforeTo, int afterFrom, int afterTo) {}

  /// The changes in the order of the text.
  static List<Change> between(List<String> before, List<String> after) {
    Map<String, Integer> numbers = new HashMap<>();
    return new LineDiff(numbered(before, numbers), numbered(after, numbers)).changes();
  }

  /// Equal lines get equal numbers, which are quicker to compare.
  private static int[] numbered(List<String> lines, Map<String, Integer> numbers) {
    return lines.stream()
        .mapToInt(line -> numbers.computeIfAbsent(line, _ -> numbers.size()))
        .toArray();
  }

  private List<Change> changes() {
    if (start == beforeEnd && start == afterEnd) {
      return List.of();
    }
    List<int[]> reached = new ArrayList<>();
    return search(reached)
        ? wayBack(reached)
        : List.of(new Change(start, beforeEnd, start, afterEnd));
  }

  /// Remembers for each number of edits how far each diagonal got; false beyond the limit.
  private boolean search(List<int[]> reached) {
    int rows = beforeEnd - start;
    int columns = afterEnd - start;
    int most = Math.min(MOST_EDITS, rows + columns);
    int[] furthest = new int[2 * most + 3];
    int middle = most + 1;
    for (int edits = 0; edits <= most; edits++) {
      reached.add(Arrays.copyOfRange(furthest, middle - edits - 1, middle + edits + 2));
      for (int diagonal = -edits; diagonal <= edits; diagonal += 2) {
        int at = middle + diagonal;
        int row =
            goesDown(furthest[at - 1], furthest[at + 1], diagonal, edits)
                ? furthest[at + 1]
                : furthest[at - 1] + 1;
        int column = row - diagonal;
        while (row < rows && column < columns && before[start + row] == after[start + column]) {
          row++;
          column++;
        }
        furthest[at] = row;
        if (row >= rows && column >= columns) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean goesDown(int left, int right, int diagonal, int edits) {
    return diagonal == -edits || (diagonal != edits && left < right);
  }

  /// Follows the edits from the end to the beginning, and joins those that touch.
  private List<Change> wayBack(List<int[]> reached) {
    List<Change> changes = new ArrayList<>();
    int row = beforeEnd - start;
    int column = afterEnd - start;
    for (int edits = reached.size() - 1; edits > 0; edits--) {
      int[] furthest = reached.get(edits);
      int middle = edits + 1;
      int diagonal = row - column;
      int at = middle + diagonal;
      boolean down = goesDown(furthest[at - 1], furthest[at + 1], diagonal, edits);
      int fromDiagonal = down ? diagonal + 1 : diagonal - 1;
      int fromRow = furthest[middle + fromDiagonal];
      int fromColumn = fromRow - fromDiagonal;
      Change edit =
          down
              ? new Change(fromRow, fromRow, fromColumn, fromColumn + 1)
              : new Change(fromRow, fromRow + 1, fromColumn, fromColumn);
      join(changes, shifted(edit));
      row = fromRow;
      column = fromColumn;
    }
    return changes.reversed();
  }

  private Change shifted(Change edit) {
    return new Change(
        start + edit.beforeFrom(),
        start + edit.beforeTo(),
        start + edit.afterFrom(),
        start + edit.afterTo());
  }

  /// @param changes the last first
  private static void join(List<Change> changes, Change earlier) {
    if (!changes.isEmpty()) {
      Change later = changes.getLast();
      if (earlier.beforeTo() == later.beforeFrom() && earlier.afterTo() == later.afterFrom()) {
        changes.removeLast();
        changes.add(
            new Change(
                earlier.beforeFrom(), later.beforeTo(), earlier.afterFrom(), later.afterTo()));
        return;
      }
    }
    changes.add(earlier);
  }
}
