package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayList;
import java.util.List;

/// Brings the values of members on adjacent lines to one column.
final class Alignment {
  private final Draft draft;
  private final Tokens tokens;

  /// How many of the gaps up to a token break the line; that before an end never counts, which is
  /// the reference formatter's way.
  private final int[] breaks;

  private Alignment(Draft draft) {
    this.draft = draft;
    this.tokens = draft.tokens;
    this.breaks = new int[tokens.count()];
    for (int i = 1; i < breaks.length; i++) {
      breaks[i] = breaks[i - 1] + (!tokens.closes(i) && draft.breaksLine(i) ? 1 : 0);
    }
  }

  static void align(Draft draft) {
    Alignment alignment = new Alignment(draft);
    for (int i = 0; i < draft.tokens.count(); i++) {
      if (draft.tokens.first(i) == '{') {
        alignment.alignMembers(i);
      }
    }
  }

  /// A member on a line of its own.
  ///
  /// @param width from the name to the value, in bytes
  private record Row(int value, int width) {}

  private void alignMembers(int opening) {
    List<Row> block = new ArrayList<>();
    int name = opening + 1;
    while (!tokens.closes(name)) {
      int value = name + 2;
      if (!hasOwnLine(name)) {
        flush(block);
      } else {
        if (lineFeeds(draft.gap(name)) > 1) {
          flush(block);
        }
        block.add(row(name));
      }
      int after = tokens.last(value) + 1;
      name = tokens.first(after) == ',' ? after + 1 : after;
    }
    flush(block);
  }

  /// Whether a member begins on a line and ends on it, comma included.
  private boolean hasOwnLine(int name) {
    int value = name + 2;
    int last = tokens.last(value);
    boolean commaMoved = tokens.first(last + 1) == ',' && draft.breaksLine(last + 1);
    return draft.breaksLine(name) && breaks[last] == breaks[name] && !commaMoved;
  }

  private Row row(int name) {
    int width = draft.width(name) + 1;
    width += Utf8Length.of(draft.gap(name + 1)) + Utf8Length.of(draft.gap(name + 2));
    return new Row(name + 2, width);
  }

  private static long lineFeeds(String gap) {
    return gap.chars().filter(c -> c == '\n').count();
  }

  private void flush(List<Row> block) {
    int widest = block.stream().mapToInt(Row::width).max().orElse(0);
    for (Row row : block) {
      draft.setGap(row.value(), draft.gap(row.value()) + " ".repeat(widest - row.width()));
    }
    block.clear();
  }
}
