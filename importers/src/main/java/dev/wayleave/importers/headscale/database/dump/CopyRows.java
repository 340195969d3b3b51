package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The lines after `COPY … FROM stdin`, in PostgreSQL's text form: a tab between values, `\N` for
/// NULL, backslashes before what would be mistaken, `\.` after the last line.
final class CopyRows {
  private static final String LAST = "\\.";

  private final DumpInput in;
  private final Bytes line = new Bytes();
  private final Bytes value = new Bytes();

  CopyRows(DumpInput in) {
    this.in = in;
  }

  /// Goes past all lines and counts them.
  long count() throws SourceException {
    long count = 0;
    while (!skipLine()) {
      count++;
    }
    return count;
  }

  /// Goes past a line, and says whether it was the last.
  private boolean skipLine() throws SourceException {
    long length = 0;
    boolean last = false;
    while (true) {
      int c = in.next();
      boolean over = last && length == 2;
      if (c == DumpInput.END && !over) {
        throw in.cutShort();
      }
      if (c == '\n' || c == DumpInput.END) {
        return over;
      }
      // A carriage return in a value is written as \r, so one at the end is the editor's.
      if (c != '\r') {
        length++;
        last = length == 1 ? c == '\\' : length == 2 && last && c == '.';
      }
    }
  }

  /// The values of the next line as they are meant, null for NULL; nothing after the last line.
  @Nullable List<@Nullable String> next() throws SourceException {
    readLine();
    if (line.isEqual(0, line.length(), LAST)) {
      return null;
    }
    List<@Nullable String> values = new ArrayList<>();
    int start = 0;
    for (int i = 0; i <= line.length(); i++) {
      if (i == line.length() || line.at(i) == '\t') {
        values.add(value(start, i));
        start = i + 1;
      }
    }
    return values;
  }

  private void readLine() throws SourceException {
    line.clear();
    while (true) {
      int c = in.peek();
      if (c == DumpInput.END && !line.isEqual(0, line.length(), LAST)) {
        throw in.cutShort();
      }
      if (c == '\n' || c == DumpInput.END) {
        break;
      }
      line.add(c, in);
      in.next();
    }
    if (line.length() > 0 && line.at(line.length() - 1) == '\r') {
      line.shorten(1);
    }
  }

  /// Goes past the end of the line that was read; until then failures name that line.
  void end() throws SourceException {
    in.skip('\n');
  }

  private @Nullable String value(int from, int to) throws SourceException {
    if (line.isEqual(from, to, "\\N")) {
      return null;
    }
    value.clear();
    int i = from;
    while (i < to) {
      int c = line.at(i++);
      if (c != '\\' || i == to) {
        value.add(c, in);
      } else {
        i = escape(i, to);
      }
    }
    return value.text(in);
  }

  private int escape(int at, int to) throws SourceException {
    int c = line.at(at);
    int i = at + 1;
    switch (c) {
      case 'b' -> value.add('\b', in);
      case 'f' -> value.add('\f', in);
      case 'n' -> value.add('\n', in);
      case 'r' -> value.add('\r', in);
      case 't' -> value.add('\t', in);
      case 'v' -> value.add(0x0B, in);
      case 'x' -> {
        int end = digits(i, Math.min(i + 2, to), 16);
        value.add(end == i ? c : number(i, end, 16), in);
        i = end;
      }
      case '0', '1', '2', '3', '4', '5', '6', '7' -> {
        int end = digits(at, Math.min(at + 3, to), 8);
        value.add(number(at, end, 8) & 0xFF, in);
        i = end;
      }
      default -> value.add(c, in);
    }
    return i;
  }

  private int digits(int from, int most, int base) {
    int i = from;
    while (i < most && Character.digit(line.at(i), base) >= 0) {
      i++;
    }
    return i;
  }

  private int number(int from, int to, int base) {
    int value = 0;
    for (int i = from; i < to; i++) {
      value = value * base + Character.digit(line.at(i), base);
    }
    return value;
  }
}
