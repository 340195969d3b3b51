package dev.wayleave.cli.terminal;

/// Makes text from elsewhere fit to be shown.
///
/// Names of devices and users are chosen by strangers. A control character could move the cursor of
/// a terminal, an override of direction could make one name look like another; both are shown as
/// escapes instead.
public final class SafeText {
  private SafeText() {}

  /// One line without anything invisible.
  public static String line(String text) {
    if (text.codePoints().noneMatch(SafeText::isUnseen)) {
      return text;
    }
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints().forEach(c -> append(safe, c));
    return safe.toString();
  }

  /// The beginning of a line, with dots where something was cut off.
  public static String line(String text, int length) {
    String safe = line(text);
    if (safe.length() <= length) {
      return safe;
    }
    int end = length - 1;
    boolean within = end > 0 && Character.isHighSurrogate(safe.charAt(end - 1));
    return safe.substring(0, within ? end - 1 : end) + "…";
  }

  private static void append(StringBuilder safe, int c) {
    if (!isUnseen(c)) {
      safe.appendCodePoint(c);
    } else if (c == '\n') {
      safe.append("\\n");
    } else if (c == '\t') {
      safe.append("\\t");
    } else if (c == '\r') {
      safe.append("\\r");
    } else if (Character.isBmpCodePoint(c)) {
      safe.append(String.format("\\u%04x", c));
    } else {
      safe.append(String.format("\\U%08x", c));
    }
  }

  private static boolean isUnseen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED,
          Character.PRIVATE_USE ->
          true;
      default -> false;
    };
  }
}
