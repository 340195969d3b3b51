package dev.wayleave.tailnet.policy.syntax;

/// Turns ascending offsets into positions, in one pass over the text for all of them.
final class PositionCursor {
  private final CharSequence text;
  private int offset;
  private int line = 1;
  private int column = 1;

  PositionCursor(CharSequence text) {
    this.text = text;
  }

  /// The position of an offset, which is not before the one asked for last.
  Position at(int next) {
    for (; offset < next; offset++) {
      char c = text.charAt(offset);
      if (c == '\n') {
        line++;
        column = 1;
      } else if (!secondOfPair(offset)) {
        column++;
      }
    }
    return new Position(line, column);
  }

  private boolean secondOfPair(int at) {
    return at > 0
        && Character.isLowSurrogate(text.charAt(at))
        && Character.isHighSurrogate(text.charAt(at - 1));
  }
}
