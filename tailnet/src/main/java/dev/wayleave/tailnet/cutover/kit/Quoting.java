package dev.wayleave.tailnet.cutover.kit;

import java.util.function.IntFunction;

/// Text from elsewhere as a literal of each language that the kit writes.
///
/// Nothing here decides whether a text is harmless: all of it is quoted, always.
final class Quoting {
  private static final int DELETE = 0x7f;
  private static final int LAST_BEFORE_NO_BREAK_SPACE = 0x9f;

  private Quoting() {}

  /// One line in which nothing moves a cursor or turns the direction of writing.
  static String line(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints().forEach(c -> safe.appendCodePoint(isUnseen(c) ? '?' : c));
    return safe.toString();
  }

  /// A word of a POSIX shell: within single quotes only the single quote is special (XCU 2.2.2).
  static String shell(String text) {
    return "'" + line(text).replace("'", "'\\''") + "'";
  }

  /// A literal string of PowerShell.
  ///
  /// Its lexer takes the typographic quotes U+2018 to U+201B for the single quote (about_Quoting_
  /// Rules), so these are doubled too.
  static String powerShell(String text) {
    return "'" + line(text).replaceAll("['\u2018\u2019\u201a\u201b]", "$0$0") + "'";
  }

  /// Character data or an attribute's value of XML 1.0.
  static String xml(String text) {
    return escaped(
        line(text),
        c ->
            switch (c) {
              case '&' -> "&amp;";
              case '<' -> "&lt;";
              case '>' -> "&gt;";
              case '"' -> "&quot;";
              case '\'' -> "&#39;";
              default -> Character.toString(c);
            });
  }

  /// A double-quoted scalar of YAML, all but ASCII as escapes (YAML 1.2, 5.7).
  static String yaml(String text) {
    return "\""
        + escaped(
            text,
            c -> {
              if (c == '"' || c == '\\') {
                return "\\" + (char) c;
              }
              if (c >= ' ' && c < DELETE) {
                return Character.toString(c);
              }
              return Character.isBmpCodePoint(c)
                  ? String.format("\\u%04x", c)
                  : String.format("\\U%08x", c);
            })
        + "\"";
  }

  /// A string of a `.reg` file.
  static String registry(String text) {
    return "\"" + line(text).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  /// A field of a CSV file that no spreadsheet takes for a formula.
  static String csv(String text) {
    String safe = line(text);
    boolean formula = !safe.isEmpty() && "=+-@|%".indexOf(safe.charAt(0)) >= 0;
    return "\"" + (formula ? "'" : "") + safe.replace("\"", "\"\"") + "\"";
  }

  /// A piece of a line of Markdown that is nothing but text.
  static String markdown(String text) {
    return escaped(
        line(text),
        c ->
            switch (c) {
              case '&' -> "&amp;";
              case '<' -> "&lt;";
              case '>' -> "&gt;";
              default ->
                  "\\`*_{}[]()#+!|~$".indexOf(c) >= 0 ? "\\" + (char) c : Character.toString(c);
            });
  }

  private static String escaped(String text, IntFunction<String> escape) {
    StringBuilder out = new StringBuilder(text.length() + 2);
    text.codePoints().forEach(c -> out.append(escape.apply(c)));
    return out.toString();
  }

  private static boolean isUnseen(int c) {
    if (c < ' ' || (c >= DELETE && c <= LAST_BEFORE_NO_BREAK_SPACE)) {
      return true;
    }
    return switch (Character.getType(c)) {
      case Character.FORMAT,
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
