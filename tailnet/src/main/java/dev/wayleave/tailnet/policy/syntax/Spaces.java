package dev.wayleave.tailnet.policy.syntax;

/// What counts as space at the end of a comment's line.
final class Spaces {
  private Spaces() {}

  /// Takes white space of Unicode from the end.
  static String trimRight(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }

  /// The property White_Space of Unicode, which no method of the JDK tells exactly.
  private static boolean isSpace(char c) {
    return switch (c) {
      case '\t', '\n', '\u000b', '\f', '\r', ' ', '\u0085', '\u00a0', '\u1680' -> true;
      case '\u2028', '\u2029', '\u202f', '\u205f', '\u3000' -> true;
      default -> c >= '\u2000' && c <= '\u200a';
    };
  }
}
