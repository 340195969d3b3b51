package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// Decides which objects and arrays get a line for each item: those with a line break before an
/// item or before the end, and those with a line too long.
///
/// Lengths are of the lines as they would be with as few breaks as possible, indentation not
/// counted.
final class Expansion {
  private static final int LONGEST_LINE = 80;

  private final Draft draft;
  private final Tokens tokens;
  private final BitSet expanded = new BitSet();
  private final Deque<Ruler> rulers = new ArrayDeque<>();

  private Expansion(Draft draft) {
    this.draft = draft;
    this.tokens = draft.tokens;
    // Takes the root value, which is in no object or array.
    rulers.push(new Ruler());
  }

  /// The opening tokens of what is expanded.
  static BitSet of(Draft draft) {
    Expansion expansion = new Expansion(draft);
    Deque<Integer> openings = new ArrayDeque<>();
    for (int i = 0; i < draft.tokens.count(); i++) {
      if (draft.tokens.closes(i)) {
        expansion.close(i, openings.pop());
      } else {
        expansion.measure(i);
        if (draft.tokens.opens(i)) {
          openings.push(i);
        }
      }
    }
    return expansion.expanded;
  }

  /// Measures the lines of one object or array.
  private static final class Ruler {
    private int first = -1;
    private int current;
    private int longest;
    private boolean mustExpand;

    void add(int width) {
      current += width;
    }

    void add(LineWidths widths) {
      current += widths.first();
      if (widths.severalLines()) {
        endLine();
        current = widths.last();
      }
    }

    private void endLine() {
      first = first < 0 ? current : first;
      longest = Math.max(longest, current);
    }

    LineWidths end() {
      boolean severalLines = first >= 0;
      endLine();
      return new LineWidths(first, current, severalLines);
    }
  }

  private Ruler ruler() {
    return rulers.element();
  }

  private void measure(int token) {
    ruler().add(LineWidths.ofGap(draft.gap(token)));
    if (draft.breaksLine(token) && (beginsItem(token) || tokens.isTrailingComma(token))) {
      ruler().mustExpand = true;
    }
    switch (tokens.first(token)) {
      // With the space that follows.
      case ':', ',' -> ruler().add(2);
      case '{', '[' -> {
        rulers.push(new Ruler());
        ruler().add(1);
      }
      default -> ruler().add(draft.width(token));
    }
  }

  private boolean beginsItem(int token) {
    return token > 0 && (tokens.opens(token - 1) || tokens.first(token - 1) == ',');
  }

  private void close(int closing, int opening) {
    Ruler ruler = rulers.pop();
    if (!tokens.opens(closing - 1) && tokens.first(closing - 1) != ',') {
      // The reference formatter counts a comma and a space after the last item, too.
      ruler.add(2);
    }
    ruler.add(1);
    LineWidths widths = ruler.end();
    if (ruler.mustExpand || draft.breaksLine(closing) || ruler.longest > LONGEST_LINE) {
      expanded.set(opening);
      int first = LineWidths.ofGap(draft.gap(opening + 1)).first();
      widths = new LineWidths(1 + first, 1, true);
    }
    ruler().add(widths);
  }
}
