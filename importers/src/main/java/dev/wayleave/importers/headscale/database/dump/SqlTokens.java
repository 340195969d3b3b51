package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Splits SQL into tokens as PostgreSQL and psql do.
final class SqlTokens {
  /// PostgreSQL cuts names at 63 bytes; builds with longer ones exist.
  private static final int LONGEST_NAME = 255;

  private static final int LONGEST_COMMENT = 1000;

  private final DumpInput in;
  private final Consumer<String> comments;
  private final SqlStrings strings;
  private final Bytes bytes = new Bytes();
  private @Nullable SqlToken waiting;
  private long startOffset;
  private long startLine = 1;

  /// Splits what comes in.
  ///
  /// @param comments takes each comment that ends with its line
  SqlTokens(DumpInput in, Consumer<String> comments) {
    this.in = in;
    this.comments = comments;
    this.strings = new SqlStrings(in);
  }

  SqlStrings strings() {
    return strings;
  }

  /// Where the token that came last begins.
  long startOffset() {
    return startOffset;
  }

  long startLine() {
    return startLine;
  }

  /// The first token of a statement, where psql also takes commands.
  SqlToken first() throws SourceException {
    skipBlank();
    return in.peek() == '\\' ? new SqlToken.Command(restOfLine()) : next();
  }

  /// Lets a token come again.
  void back(SqlToken token) {
    waiting = token;
  }

  SqlToken next() throws SourceException {
    SqlToken again = waiting;
    if (again != null) {
      waiting = null;
      return again;
    }
    skipBlank();
    startOffset = in.offset();
    startLine = in.line();
    int first = in.peek();
    if (first == DumpInput.END) {
      return new SqlToken.End();
    }
    if (isWordStart(first)) {
      return word();
    }
    if (isDigit(first)) {
      return number();
    }
    in.next();
    return switch (first) {
      case '\'' -> strings.quoted(strings.backslashesEscape());
      case '"' -> new SqlToken.Name(name());
      case '$' -> dollar();
      default -> new SqlToken.Symbol((char) first);
    };
  }

  private static boolean isWordStart(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private SqlToken word() throws SourceException {
    bytes.clear();
    while (isWordStart(in.peek()) || isDigit(in.peek()) || in.peek() == '$') {
      bytes.add(in.next(), in);
      limit(bytes.length(), LONGEST_NAME, "name");
    }
    String text = bytes.text(in);
    if (in.peek() == '\'' && text.length() == 1) {
      switch (text.charAt(0)) {
        case 'e', 'E' -> {
          in.next();
          return strings.quoted(true);
        }
        case 'b', 'B', 'x', 'X', 'n', 'N' -> {
          in.next();
          return strings.quoted(false);
        }
        default -> {}
      }
    }
    return new SqlToken.Word(text.toLowerCase(Locale.ROOT));
  }

  private SqlToken number() throws SourceException {
    bytes.clear();
    int last = 0;
    while (isDigit(in.peek()) || isNumberSign(in.peek(), last)) {
      last = in.next();
      bytes.add(last, in);
      limit(bytes.length(), LONGEST_COMMENT, "number");
    }
    return new SqlToken.Digits(bytes.text(in));
  }

  private static boolean isNumberSign(int c, int last) {
    boolean exponent = last == 'e' || last == 'E';
    return c == '.' || c == 'e' || c == 'E' || (exponent && (c == '+' || c == '-'));
  }

  private String name() throws SourceException {
    bytes.clear();
    while (true) {
      int c = in.next();
      if (c == DumpInput.END) {
        throw in.cutShort();
      }
      if (c == '"' && !in.skip('"')) {
        return bytes.text(in);
      }
      bytes.add(c, in);
      limit(bytes.length(), LONGEST_NAME, "name");
    }
  }

  private void limit(int length, int longest, String what) throws SourceException {
    if (length > longest) {
      throw in.fault("a " + what + " is longer than " + longest + " bytes; is this a dump?");
    }
  }

  /// A string between two equal tags such as `$body$`, or a lone sign.
  private SqlToken dollar() throws SourceException {
    bytes.clear();
    while (isWordStart(in.peek()) || (isDigit(in.peek()) && bytes.length() > 0)) {
      bytes.add(in.next(), in);
      limit(bytes.length(), LONGEST_NAME, "name");
    }
    String tag = bytes.text(in);
    if (in.skip('$')) {
      return strings.dollarQuoted(tag);
    }
    return tag.isEmpty() ? new SqlToken.Symbol('$') : new SqlToken.Word("$" + tag);
  }

  private void skipBlank() throws SourceException {
    while (true) {
      int c = in.peek();
      if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f') {
        in.next();
        continue;
      }
      // Only the byte after tells a comment from a sign; the sign is given back as a token.
      if ((c != '-' && c != '/') || !comment(c)) {
        return;
      }
    }
  }

  private boolean comment(int sign) throws SourceException {
    long offset = in.offset();
    long line = in.line();
    in.next();
    if (sign == '-' && in.skip('-')) {
      comments.accept(restOfLine());
      return true;
    }
    if (sign == '/' && in.skip('*')) {
      blockComment();
      return true;
    }
    in.seek(offset, line);
    return false;
  }

  private void blockComment() throws SourceException {
    int depth = 1;
    while (depth > 0) {
      switch (in.next()) {
        case '*' -> depth -= in.skip('/') ? 1 : 0;
        case '/' -> depth += in.skip('*') ? 1 : 0;
        case DumpInput.END -> throw in.cutShort();
        default -> {}
      }
    }
  }

  /// What is left of the line, at most its first part.
  private String restOfLine() throws SourceException {
    StringBuilder text = new StringBuilder();
    while (true) {
      int c = in.next();
      if (c == '\n' || c == DumpInput.END) {
        return text.toString().strip();
      }
      if (text.length() < LONGEST_COMMENT) {
        // Only ASCII is looked for in these.
        text.append((char) c);
      }
    }
  }
}
