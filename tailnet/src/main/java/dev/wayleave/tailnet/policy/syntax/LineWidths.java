package dev.wayleave.tailnet.policy.syntax;

/// How long the lines of a piece of text are, in bytes.
///
/// @param first of its first line
/// @param last of its last line, the same where it has one line only
record LineWidths(int first, int last, boolean severalLines) {
  private static final LineWidths NOTHING = new LineWidths(0, 0, false);

  static LineWidths ofLine(int width) {
    return new LineWidths(width, width, false);
  }

  /// The widths of a gap: its comments, with one space around each.
  static LineWidths ofGap(String gap) {
    int begin = gap.indexOf('\n');
    if (begin < 0) {
      return gap.indexOf('/') < 0 ? NOTHING : ofLine(comments(gap));
    }
    return new LineWidths(
        comments(gap.substring(0, begin)),
        comments(gap.substring(gap.lastIndexOf('\n') + 1)),
        true);
  }

  /// The width of the comments that a piece of a line begins with. Of a comment that began on an
  /// earlier line the reference formatter counts nothing, nor what follows it.
  private static int comments(String line) {
    int width = 0;
    int at = 0;
    while (true) {
      while (at < line.length() && Gaps.isSpace(line.charAt(at))) {
        at++;
      }
      int end = Gaps.commentEnd(line, at);
      if (end == at) {
        return width == 0 ? 0 : width + 1;
      }
      if (end < 0) {
        return width + 1 + Utf8Length.of(line.substring(at));
      }
      width += 1 + Utf8Length.of(line.substring(at, end));
      at = end;
    }
  }
}
