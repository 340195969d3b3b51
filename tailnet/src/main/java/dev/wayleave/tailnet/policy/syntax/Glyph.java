package dev.wayleave.tailnet.policy.syntax;

/// Names characters in messages, so that one can find those that cannot be seen.
final class Glyph {
  private static final int LONGEST = 40;

  private Glyph() {}

  /// For example `'}'`, `'“' (U+201C)`, `U+0000`, or `the end of the text`.
  static String at(String text, int offset) {
    if (offset >= text.length()) {
      return "the end of the text";
    }
    int c = text.codePointAt(offset);
    if (c > ' ' && c < 0x7f) {
      return "'" + Character.toString(c) + "'";
    }
    return visible(c) ? "'" + Character.toString(c) + "' (" + number(c) + ")" : number(c);
  }

  /// Whether programs or people put it around a string instead of `"`.
  static boolean isQuote(char c) {
    return "'`‘’‚“”„«»".indexOf(c) >= 0;
  }

  /// For example `U+0000`.
  static String number(int codePoint) {
    return String.format("U+%04X", codePoint);
  }

  /// A word of the text, cut where it is long.
  static String word(String word) {
    return word.length() <= LONGEST ? word : word.substring(0, LONGEST) + "…";
  }

  private static boolean visible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          false;
      default -> true;
    };
  }
}
