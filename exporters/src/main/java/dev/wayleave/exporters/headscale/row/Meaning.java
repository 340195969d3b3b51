package dev.wayleave.exporters.headscale.row;

import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.importers.headscale.database.value.TimeText;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// What a stored value says, apart from its spelling: two values of one meaning are read as the
/// same thing, so the source's own can stay.
///
/// These are the rules by which databases are read; a value that cannot be read has no other value
/// of its meaning, except where the reader leaves it out.
enum Meaning {
  TEXT {
    @Override
    Object read(Row row, String column) {
      return row.text(column);
    }
  },
  NUMBER {
    @Override
    Object read(Row row, String column) {
      return row.number(column);
    }
  },
  FLAG {
    @Override
    Object read(Row row, String column) {
      return row.flag(column) instanceof Parsed.Nothing<Boolean> _
          ? new Parsed.Value<>(false)
          : row.flag(column);
    }
  },
  /// When something happened, or when a login ends: Go's zero time is none.
  MOMENT {
    @Override
    Object read(Row row, String column) {
      Instant time = row.time(column).orNull();
      return time == null || TimeText.isUnset(time) ? NONE : time;
    }
  },
  /// When a key ends: Go's zero time is long ago.
  LIMIT {
    @Override
    Object read(Row row, String column) {
      return row.time(column);
    }
  },
  /// A list of texts that may be left out.
  LIST {
    @Override
    Object read(Row row, String column) {
      return texts(row, column);
    }
  },
  SET {
    @Override
    Object read(Row row, String column) {
      return row.texts(column) instanceof Parsed.Unreadable<List<String>> unreadable
          ? unreadable
          : Set.copyOf(texts(row, column));
    }
  },
  PREFIXES {
    @Override
    Object read(Row row, String column) {
      Set<IpPrefix> prefixes = new TreeSet<>();
      for (String text : texts(row, column)) {
        try {
          prefixes.add(IpPrefix.parse(text));
        } catch (IllegalArgumentException notAPrefix) {
          // Was reported and left out when it was read.
        }
      }
      return prefixes;
    }
  },
  ADDRESS {
    @Override
    Object read(Row row, String column) {
      String text = row.text(column).strip();
      try {
        return text.isEmpty() ? NONE : IpAddress.parse(text);
      } catch (IllegalArgumentException notAnAddress) {
        // Stays different from every address, so it is not kept.
        return text;
      }
    }
  },
  HASH {
    @Override
    Object read(Row row, String column) {
      return row.hash(column);
    }
  },
  /// A key with or without its prefix.
  KEY {
    @Override
    Object read(Row row, String column) {
      return digits(row.text(column));
    }
  },
  /// A key that is none where it is empty, zero or unreadable.
  OPTIONAL_KEY {
    @Override
    Object read(Row row, String column) {
      String digits = digits(row.text(column));
      boolean zero = digits.chars().allMatch(c -> c == '0');
      return digits.matches("[0-9a-f]{64}") && !zero ? digits : NONE;
    }
  },
  METHOD {
    @Override
    Object read(Row row, String column) {
      String method = row.text(column).toLowerCase(Locale.ROOT);
      return METHODS.contains(method) ? method : NONE;
    }
  };

  /// Stands for "nothing".
  static final Object NONE = "none of it";

  private static final Set<String> METHODS = Set.of("cli", "authkey", "oidc");

  abstract Object read(Row row, String column);

  /// Whether the source's row says in this column what the value says.
  boolean isSame(Row source, String column, RawValue value) {
    RawValue stored = source.raw().get(column);
    if (stored == null || stored.equals(value)) {
      return stored != null;
    }
    Row other = new Row(new RawRow(source.raw().table(), List.of(column), List.of(value)));
    return read(source, column).equals(read(other, column));
  }

  private static List<String> texts(Row row, String column) {
    return row.texts(column) instanceof Parsed.Value<List<String>>(List<String> texts)
        ? texts
        : List.of();
  }

  private static String digits(String key) {
    return key.substring(key.indexOf(':') + 1).toLowerCase(Locale.ROOT);
  }
}
