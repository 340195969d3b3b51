package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.charset.StandardCharsets;

/// String constants in their three spellings.
final class SqlStrings {
  private final DumpInput in;
  private final Bytes bytes = new Bytes();
  private boolean escapes;
  private boolean kept = true;

  SqlStrings(DumpInput in) {
    this.in = in;
  }

  /// Whether a backslash in a plain string escapes, as with `standard_conforming_strings = off`.
  boolean backslashesEscape() {
    return escapes;
  }

  void backslashesEscape(boolean escape) {
    escapes = escape;
  }

  /// Whether strings are given with their content, or only gone past.
  void keep(boolean keep) {
    kept = keep;
  }

  /// What follows a first quote.
  SqlToken quoted(boolean escaping) throws SourceException {
    bytes.clear();
    while (true) {
      int c = in.next();
      if (c == DumpInput.END) {
        throw in.cutShort();
      }
      if (c == '\'' && !in.skip('\'')) {
        return token();
      }
      if (c == '\\' && escaping) {
        escape();
      } else {
        add(c);
      }
    }
  }

  private SqlToken token() throws SourceException {
    return new SqlToken.Text(kept ? bytes.text(in) : "");
  }

  private void add(int c) throws SourceException {
    if (kept) {
      bytes.add(c, in);
    }
  }

  private void escape() throws SourceException {
    int c = in.next();
    switch (c) {
      case DumpInput.END -> throw in.cutShort();
      case 'b' -> add('\b');
      case 'f' -> add('\f');
      case 'n' -> add('\n');
      case 'r' -> add('\r');
      case 't' -> add('\t');
      case 'x' -> add(digits(16, 2, 'x'));
      case 'u' -> codePoint(4);
      case 'U' -> codePoint(8);
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int value = c - '0';
        for (int i = 0; i < 2 && Character.digit(in.peek(), 8) >= 0; i++) {
          value = value * 8 + Character.digit(in.next(), 8);
        }
        add(value & 0xFF);
      }
      default -> add(c);
    }
  }

  /// A number of at most that many digits; the letter itself where there are none.
  private int digits(int base, int most, char letter) throws SourceException {
    int value = 0;
    int count = 0;
    while (count < most && Character.digit(in.peek(), base) >= 0) {
      value = value * base + Character.digit(in.next(), base);
      count++;
    }
    return count == 0 ? letter : value;
  }

  private void codePoint(int length) throws SourceException {
    int value = 0;
    for (int i = 0; i < length; i++) {
      int digit = Character.digit(in.peek(), 16);
      if (digit < 0 || value > Character.MAX_CODE_POINT) {
        throw in.fault("a \\u in a text is not followed by a character's number");
      }
      value = value * 16 + digit;
      in.next();
    }
    if (!Character.isValidCodePoint(value)) {
      throw in.fault("a \\u in a text is not followed by a character's number");
    }
    for (byte b : Character.toString(value).getBytes(StandardCharsets.UTF_8)) {
      add(b & 0xFF);
    }
  }

  /// What follows `$tag$`, which ends with the same. Bodies of functions are written so, values
  /// never: it is gone past and given as a sign that no value begins with.
  SqlToken dollarQuoted(String tag) throws SourceException {
    byte[] end = ("$" + tag + "$").getBytes(StandardCharsets.UTF_8);
    int matched = 0;
    while (true) {
      int c = in.next();
      if (c == DumpInput.END) {
        throw in.cutShort();
      }
      // Within the end only its last byte equals its first, so a mismatch begins anew at most here.
      matched = c == (end[matched] & 0xFF) ? matched + 1 : c == '$' ? 1 : 0;
      if (matched == end.length) {
        return new SqlToken.Symbol('$');
      }
    }
  }
}
