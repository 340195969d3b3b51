package dev.wayleave.tailnet.policy.syntax;

import java.util.Arrays;

/// The text cut into tokens; what lies between two tokens is the gap before the second.
///
/// A token is a bracket, brace, comma, colon, string or word, and is told apart by its first
/// character. Three numbers for each are all that is kept, so that a large text stays small.
final class Tokens {
  private final String text;
  private int[] starts = new int[64];
  private int[] ends = new int[64];
  private int[] lasts = new int[64];
  private int count;

  Tokens(String text) {
    this.text = text;
  }

  /// Adds a token and tells its index.
  int add(int start, int end) {
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, 2 * count);
      ends = Arrays.copyOf(ends, 2 * count);
      lasts = Arrays.copyOf(lasts, 2 * count);
    }
    starts[count] = start;
    ends[count] = end;
    lasts[count] = count;
    return count++;
  }

  /// Says that the newest token closes what an earlier one opened.
  void close(int opening) {
    lasts[opening] = count - 1;
  }

  int count() {
    return count;
  }

  char first(int token) {
    return text.charAt(starts[token]);
  }

  boolean opens(int token) {
    return first(token) == '{' || first(token) == '[';
  }

  boolean closes(int token) {
    return first(token) == '}' || first(token) == ']';
  }

  /// The last token of the value that begins with this one.
  int last(int token) {
    return lasts[token];
  }

  int start(int token) {
    return starts[token];
  }

  int end(int token) {
    return ends[token];
  }

  String text(int token) {
    return text.substring(starts[token], ends[token]);
  }

  /// The length of a token in bytes of UTF-8.
  int width(int token) {
    return Utf8Length.of(text, starts[token], ends[token]);
  }

  void appendTo(StringBuilder out, int token) {
    out.append(text, starts[token], ends[token]);
  }

  /// Where the gap before a token begins; the number of tokens stands for the end of the text.
  int gapStart(int token) {
    return token == 0 ? 0 : ends[token - 1];
  }

  /// The whitespace and comments before a token.
  String gap(int token) {
    return text.substring(gapStart(token), token == count ? text.length() : starts[token]);
  }

  boolean hasComment(int token) {
    int end = token == count ? text.length() : starts[token];
    int at = gapStart(token);
    while (at < end && Gaps.isSpace(text.charAt(at))) {
      at++;
    }
    return at < end;
  }

  /// Whether a comma stands before a closing token.
  boolean isTrailingComma(int token) {
    return first(token) == ',' && closes(token + 1);
  }

  /// Whether the text is JSON without comments and trailing commas.
  boolean isStandard() {
    for (int i = 0; i < count; i++) {
      if (hasComment(i) || isTrailingComma(i)) {
        return false;
      }
    }
    return !hasComment(count);
  }
}
