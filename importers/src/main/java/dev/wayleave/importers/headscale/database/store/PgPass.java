package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The password file of PostgreSQL's own clients: lines `host:port:database:user:password`.
///
/// In the first four fields a lone `*` stands for anything; `\:` and `\\` are a colon and a
/// backslash. The first line that fits decides (PostgreSQL manual, §32.16).
record PgPass(List<Line> lines) {
  private static final int FIELDS = 5;

  PgPass {
    lines = List.copyOf(lines);
  }

  record Line(List<Field> key, SecretText password) {
    Line {
      key = List.copyOf(key);
    }

    boolean fits(List<String> values) {
      for (int i = 0; i < values.size(); i++) {
        if (!key.get(i).fits(values.get(i))) {
          return false;
        }
      }
      return true;
    }
  }

  /// A field; `any` only where the star stands alone and without a backslash.
  record Field(String text, boolean any) {
    boolean fits(String value) {
      return any || text.equals(value);
    }
  }

  static PgPass parse(String content) {
    List<Line> lines = new ArrayList<>();
    for (String line : content.lines().toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        parseLine(line).ifPresent(lines::add);
      }
    }
    return new PgPass(lines);
  }

  private static Optional<Line> parseLine(String line) {
    List<Field> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean escaped = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
        escaped = true;
      } else if (c == ':' && fields.size() < FIELDS - 1) {
        fields.add(field(field, escaped));
        field.setLength(0);
        escaped = false;
      } else if (c == ':') {
        // The password ends at a colon, as libpq has it.
        break;
      } else {
        field.append(c);
      }
    }
    return fields.size() == FIELDS - 1
        ? Optional.of(new Line(fields, SecretText.of(field.toString())))
        : Optional.empty();
  }

  private static Field field(StringBuilder text, boolean escaped) {
    String whole = text.toString();
    return new Field(whole, !escaped && whole.equals("*"));
  }

  Optional<SecretText> find(String host, int port, String database, String user) {
    List<String> wanted = List.of(host, Integer.toString(port), database, user);
    return lines.stream().filter(line -> line.fits(wanted)).map(Line::password).findFirst();
  }
}
