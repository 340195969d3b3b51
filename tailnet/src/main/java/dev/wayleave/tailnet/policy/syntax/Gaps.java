package dev.wayleave.tailnet.policy.syntax;

/// Reads over what may stand between two tokens: whitespace and comments.
final class Gaps {
  private Gaps() {}

  /// The end of the gap that begins at an offset.
  ///
  /// @return where the next token begins, or the negative of one plus the offset of a comment that
  ///   does not end
  static int end(String text, int from) {
    int at = from;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (isSpace(c)) {
        at++;
      } else if (c == '/') {
        int end = commentEnd(text, at);
        if (end == at) {
          return at;
        }
        if (end < 0 || separator(text, at, end) < end) {
          return -1 - at;
        }
        at = end;
      } else {
        return at;
      }
    }
    return at;
  }

  /// The end of the comment that begins at an offset: that same offset where there is none, and -1
  /// where it does not end. A comment to the end of the line includes the line feed.
  static int commentEnd(String text, int from) {
    if (text.startsWith("//", from)) {
      int lineFeed = text.indexOf('\n', from + 2);
      return lineFeed < 0 ? -1 : lineFeed + 1;
    }
    if (text.startsWith("/*", from)) {
      int close = text.indexOf("*/", from + 2);
      return close < 0 ? -1 : close + 2;
    }
    return from;
  }

  /// Where a comment to the end of the line holds a character that some programs take for a line's
  /// end (U+2028, U+2029), so that they would read on behind it; the comment's end where it holds
  /// none.
  static int separator(String text, int from, int end) {
    int at = text.startsWith("//", from) ? from : end;
    while (at < end && text.charAt(at) != '\u2028' && text.charAt(at) != '\u2029') {
      at++;
    }
    return at;
  }

  /// Whether JSON (RFC 8259, section 2) knows the character as whitespace.
  static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
