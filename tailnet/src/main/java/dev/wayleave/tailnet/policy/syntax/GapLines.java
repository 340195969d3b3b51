package dev.wayleave.tailnet.policy.syntax;

/// Tells whose the comments between two tokens are: on the line of the first they are the first's,
/// on lines without a blank one before the second they are the second's.
final class GapLines {
  private final String text;

  GapLines(String text) {
    this.text = text;
  }

  /// Where the line on which a gap begins ends: the offset of its line feed, or -1 where the gap
  /// has no line feed outside of comments.
  int lineEnd(int from, int to) {
    int at = from;
    while (at < to && text.charAt(at) != '\n') {
      at = afterCharacter(at);
    }
    return at < to ? at : -1;
  }

  /// Skips a comment or one space; of a comment to the end of the line its line feed is left.
  private int afterCharacter(int at) {
    int end = Gaps.commentEnd(text, at);
    return end == at ? at + 1 : text.startsWith("//", at) ? end - 1 : end;
  }

  /// The line feeds before the last lines without a blank one between them.
  ///
  /// @param first the line feed before the blank line above these lines, else the same as the other
  /// @param last the line feed right before these lines
  record Break(int first, int last) {}

  /// Finds the lines that belong to the token that follows a gap.
  ///
  /// @param lineEnd what [#lineEnd] told of the gap
  Break ownLines(int lineEnd, int to) {
    Break found = new Break(lineEnd, lineEnd);
    int first = -1;
    for (int at = lineEnd; at < to; at = afterCharacter(at)) {
      char c = text.charAt(at);
      if (c == '/') {
        first = -1;
      } else if (c == '\n') {
        if (first >= 0) {
          found = new Break(first, at);
        } else {
          first = at;
        }
      }
    }
    return found;
  }

  /// Whether a blank line follows.
  boolean isBlankLine(int from, int to) {
    int lineFeeds = 0;
    for (int at = from; at < to && Gaps.isSpace(text.charAt(at)); at++) {
      lineFeeds += text.charAt(at) == '\n' ? 1 : 0;
    }
    return lineFeeds > 1;
  }

  int firstNonSpace(int from, int to) {
    int at = from;
    while (at < to && Gaps.isSpace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /// Where the space at the end of a piece of text begins.
  int trimmedEnd(int from, int to) {
    int at = to;
    while (at > from && Gaps.isSpace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }

  /// The space that the line of an offset begins with.
  String indentation(int offset) {
    int begin = text.lastIndexOf('\n', offset - 1) + 1;
    int end = begin;
    while (end < offset && (text.charAt(end) == ' ' || text.charAt(end) == '\t')) {
      end++;
    }
    return text.substring(begin, end);
  }

  /// The first indentation of the text, else a tab.
  String unit() {
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      int next = at + 1;
      while (next < text.length() && (text.charAt(next) == ' ' || text.charAt(next) == '\t')) {
        next++;
      }
      if (next > at + 1 && next < text.length() && !Gaps.isSpace(text.charAt(next))) {
        return text.substring(at + 1, next);
      }
    }
    return "\t";
  }
}
