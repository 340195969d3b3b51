package dev.wayleave.tailnet.policy.syntax;

/// Reads strings, numbers and the words `true`, `false` and `null`.
final class Literals {
  private final String text;
  private final Faults faults;
  private int end;

  Literals(String text, Faults faults) {
    this.text = text;
    this.faults = faults;
  }

  /// The value of a string that was read before.
  static String valueOf(String literal) {
    try {
      return new Literals(literal, new Faults(literal)).string(0);
    } catch (PolicySyntaxException e) {
      throw new AssertionError("what is formatted was read without fault", e);
    }
  }

  /// Where the literal that was read last ends.
  int end() {
    return end;
  }

  /// Reads the string whose opening quote is at an offset.
  ///
  /// @return the string, escapes resolved
  String string(int start) throws PolicySyntaxException {
    StringBuilder out = null;
    int from = start + 1;
    int at = from;
    while (true) {
      char c = at < text.length() ? text.charAt(at) : '\n';
      if (c == '"') {
        end = at + 1;
        String rest = text.substring(from, at);
        return out == null ? rest : out.append(rest).toString();
      }
      if (c == '\n') {
        throw faults.stop(start, "this string has no closing quote on its line");
      }
      if (c < ' ') {
        String written = String.format("\\u%04x", (int) c);
        faults.note(at, "a string cannot hold " + Glyph.number(c) + "; write " + written);
      }
      if (c == '\\') {
        out = (out == null ? new StringBuilder() : out).append(text, from, at);
        at = escape(at, out);
        from = at;
      } else {
        at++;
      }
    }
  }

  /// Reads one escape sequence.
  ///
  /// @return where it ends
  private int escape(int at, StringBuilder out) throws PolicySyntaxException {
    char kind = at + 1 < text.length() ? text.charAt(at + 1) : '\n';
    switch (kind) {
      case '"', '\\', '/' -> out.append(kind);
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'u' -> {
        return unicode(at, out);
      }
      default -> {
        faults.note(
            at, "a backslash before " + Glyph.at(text, at + 1) + " is no escape sequence of JSON");
        return at + 1;
      }
    }
    return at + 2;
  }

  private int unicode(int at, StringBuilder out) throws PolicySyntaxException {
    int unit = hex(at + 2);
    if (unit < 0) {
      faults.note(at, "\\u needs four hexadecimal digits");
      return at + 2;
    }
    if (Character.isHighSurrogate((char) unit) && text.startsWith("\\u", at + 6)) {
      int second = hex(at + 8);
      if (second >= 0 && Character.isLowSurrogate((char) second)) {
        out.append((char) unit).append((char) second);
        return at + 12;
      }
    }
    if (Character.isSurrogate((char) unit)) {
      faults.note(
          at, text.substring(at, at + 6) + " is half of a surrogate pair and no character alone");
    }
    out.append((char) unit);
    return at + 6;
  }

  /// The number in four hexadecimal digits, or -1 where there are none.
  private int hex(int from) {
    int value = 0;
    for (int i = from; i < from + 4; i++) {
      char c = i < text.length() ? text.charAt(i) : ' ';
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  /// Reads letters, digits, signs and points.
  ///
  /// @return the word, empty where there is none
  String word(int start) {
    end = start;
    while (end < text.length() && inWord(text.charAt(end))) {
      end++;
    }
    return text.substring(start, end);
  }

  private static boolean inWord(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || isDigit(c)
        || c == '-'
        || c == '+'
        || c == '.';
  }

  /// Whether a word is a number of RFC 8259, section 6.
  static boolean isNumber(String word) {
    int at = word.startsWith("-") ? 1 : 0;
    int digits = digitsEnd(word, at);
    if (digits == at || (digits > at + 1 && word.charAt(at) == '0')) {
      return false;
    }
    at = digits;
    if (at < word.length() && word.charAt(at) == '.') {
      digits = digitsEnd(word, at + 1);
      if (digits == at + 1) {
        return false;
      }
      at = digits;
    }
    if (at < word.length() && (word.charAt(at) == 'e' || word.charAt(at) == 'E')) {
      at++;
      if (at < word.length() && (word.charAt(at) == '+' || word.charAt(at) == '-')) {
        at++;
      }
      digits = digitsEnd(word, at);
      if (digits == at) {
        return false;
      }
      at = digits;
    }
    return at == word.length();
  }

  private static int digitsEnd(String word, int from) {
    int at = from;
    while (at < word.length() && isDigit(word.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
