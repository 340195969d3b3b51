package dev.wayleave.tailnet.policy.syntax;

import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/// Lays a text out as `hujson.Format` of github.com/tailscale/hujson does, byte for byte.
///
/// Hosted Tailscale tags a policy with a digest of this layout, so its oddities are kept, and named
/// where they show. Every object and array is either on one line with nothing but comments breaking
/// it, or expanded, one item a line.
final class Formatter {
  private final Draft draft;
  private final Tokens tokens;
  private final boolean standard;

  private Formatter(Tokens tokens) {
    this.draft = new Draft(tokens);
    this.tokens = tokens;
    // Then it stays so: no comma is added.
    this.standard = tokens.isStandard();
  }

  static String format(Tokens tokens) {
    Formatter formatter = new Formatter(tokens);
    formatter.normalize();
    formatter.layOut(Expansion.of(formatter.draft));
    Alignment.align(formatter.draft);
    return formatter.draft.text();
  }

  /// Brings to one form what may be written in several: strings with escapes, and space where none
  /// belongs. A trailing comma goes with the space before it, and comes back where one is due.
  private void normalize() {
    for (int i = 0; i < tokens.count(); i++) {
      switch (tokens.first(i)) {
        case '"' -> normalizeString(i);
        case ':' -> dropSpace(i);
        case ',' -> {
          if (!draft.hasComment(i) && tokens.isTrailingComma(i)) {
            draft.setGap(i, "");
            draft.dropComma(i + 1);
          } else {
            dropSpace(i);
          }
        }
        case '}', ']' -> {
          if (tokens.opens(i - 1)) {
            dropSpace(i);
          }
        }
        default -> {}
      }
    }
  }

  private void dropSpace(int token) {
    if (!draft.hasComment(token)) {
      draft.setGap(token, "");
    }
  }

  private void normalizeString(int token) {
    String written = tokens.text(token);
    if (written.indexOf('\\') >= 0) {
      StringBuilder out = new StringBuilder(written.length());
      JsonWriter.writeString(Literals.valueOf(written), out);
      draft.rewrite(token, out.toString());
    }
  }

  /// An object or array that is being laid out.
  ///
  /// @param depth tabs before the line that it begins on
  private record Level(int opening, int depth, boolean expanded) {
    int itemDepth() {
      return expanded ? depth + 1 : depth;
    }
  }

  private void layOut(BitSet expanded) {
    Deque<Level> levels = new ArrayDeque<>();
    int depth = 0;
    for (int i = 0; i < tokens.count(); i++) {
      Level level = levels.peek();
      if (level == null) {
        draft.setGap(i, GapLayout.OUTSIDE.lay(draft.gap(i), 0, false).stripLeading());
      } else {
        depth = layOutGap(i, level);
      }
      if (tokens.opens(i)) {
        levels.push(new Level(i, depth, expanded.get(i)));
      } else if (tokens.closes(i)) {
        settleComma(i, levels.pop());
      }
    }
    layOutEnd();
  }

  /// Lays out what stands before a token within an object or array.
  ///
  /// @return the depth of the object or array that the token may open
  private int layOutGap(int token, Level level) {
    GapLayout layout = layoutBefore(token);
    int depth = level.depth() + layout.depth();
    draft.setGap(token, layout.lay(draft.gap(token), depth, level.expanded()));
    boolean moved =
        layout == GapLayout.VALUE && (draft.breaksLine(token) || draft.breaksLine(token - 1));
    return level.itemDepth() + (moved ? 1 : 0);
  }

  private GapLayout layoutBefore(int token) {
    char previous = tokens.first(token - 1);
    boolean first = previous == '{' || previous == '[';
    return switch (tokens.first(token)) {
      case ':', ',' -> GapLayout.MARK;
      case '}', ']' -> first ? GapLayout.END_OF_EMPTY : GapLayout.END;
      default -> first ? GapLayout.FIRST_ITEM : previous == ':' ? GapLayout.VALUE : GapLayout.ITEM;
    };
  }

  /// A trailing comma stands in what is expanded, and elsewhere only between two comments.
  private void settleComma(int closing, Level level) {
    if (level.opening() == closing - 1) {
      return;
    }
    boolean there = draft.endsWithComma(closing);
    if (level.expanded()) {
      if (!there && !standard) {
        draft.addComma(closing);
      }
    } else if (there && (draft.gap(closing - 1).isEmpty() || draft.gap(closing).isEmpty())) {
      draft.dropComma(closing);
    }
  }

  /// The text ends with exactly one line feed.
  private void layOutEnd() {
    int end = tokens.count();
    String gap = GapLayout.OUTSIDE.lay(draft.gap(end), 0, false);
    draft.setGap(end, Spaces.trimRight(gap) + "\n");
  }
}
