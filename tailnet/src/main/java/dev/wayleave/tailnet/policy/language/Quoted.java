package dev.wayleave.tailnet.policy.language;

/// Text in double quotes as the hosted service's messages hold it, which are written by Go.
final class Quoted {
  /// Longer words are cut: a message is for a person, and a word may be as long as a policy.
  private static final int LONGEST = 256;

  private Quoted() {}

  static String of(String text) {
    StringBuilder out = new StringBuilder().append('"');
    cut(text).codePoints().forEach(point -> append(point, out));
    return out.append('"').toString();
  }

  /// The text without quotes, of a length that a message can hold.
  static String cut(String text) {
    return text.length() <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2)) + "…";
  }

  private static void append(int point, StringBuilder out) {
    switch (point) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (point < 0x20 || point == 0x7f) {
          out.append(String.format("\\x%02x", point));
        } else {
          out.appendCodePoint(point);
        }
      }
    }
  }
}
