package dev.wayleave.tailnet.policy.syntax;

import java.util.Comparator;

/// A place in a text as an editor shows it.
///
/// @param line from 1; lines end with a line feed
/// @param column from 1, in characters (code points), a tab being one of them
public record Position(int line, int column) implements Comparable<Position> {
  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::line).thenComparingInt(Position::column);

  public Position {
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException("line " + line + ", column " + column + " is before 1");
    }
  }

  /// The place of the character at an offset, the text's length being the place after its end.
  static Position of(CharSequence text, int offset) {
    return new PositionCursor(text).at(offset);
  }

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }

  /// A clause, for example `line 12, column 8`.
  @Override
  public String toString() {
    return "line " + line + ", column " + column;
  }
}
