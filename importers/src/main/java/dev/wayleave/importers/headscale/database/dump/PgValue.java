package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.importers.headscale.database.store.Cells;
import dev.wayleave.tailnet.inventory.RawValue;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Values of a dump as a connection to the restored database would give them.
final class PgValue {
  private PgValue() {}

  /// The value that a connection gives.
  ///
  /// @return nothing where no such value can be in a column of the type
  static Optional<RawValue> of(PgType type, @Nullable String written) {
    if (written == null) {
      return Optional.of(Cells.NULL);
    }
    return switch (type) {
      case INTEGER -> integer(written);
      case REAL -> real(written);
      case BOOLEAN -> truth(written);
      case BYTES -> bytes(written);
      case TIME -> Optional.of(Cells.text(PgTime.inUtc(written)));
      case TEXT -> Optional.of(Cells.text(written));
    };
  }

  private static Optional<RawValue> integer(String written) {
    try {
      return Optional.of(Cells.integer(Long.parseLong(written)));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  private static Optional<RawValue> real(String written) {
    try {
      return Optional.of(new RawValue.Real(Double.parseDouble(written)));
    } catch (NumberFormatException none) {
      return Optional.empty();
    }
  }

  /// COPY writes `t`, INSERT writes `true`; a connection prints `t`.
  private static Optional<RawValue> truth(String written) {
    return switch (written) {
      case "t", "true" -> Optional.of(Cells.text("t"));
      case "f", "false" -> Optional.of(Cells.text("f"));
      default -> Optional.empty();
    };
  }

  /// `\x` and hexadecimal digits, or the older form with octal escapes.
  private static Optional<RawValue> bytes(String written) {
    if (written.startsWith("\\x")) {
      try {
        return Optional.of(Cells.blob(HexFormat.of().parseHex(written, 2, written.length())));
      } catch (IllegalArgumentException none) {
        return Optional.empty();
      }
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(written.length());
    int i = 0;
    while (i < written.length()) {
      char c = written.charAt(i);
      if (c > 0x7F) {
        return Optional.empty();
      }
      if (c != '\\') {
        bytes.write(c);
        i++;
      } else if (written.startsWith("\\\\", i)) {
        bytes.write('\\');
        i += 2;
      } else if (isOctal(written, i + 1)) {
        bytes.write(Integer.parseInt(written, i + 1, i + 4, 8));
        i += 4;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(Cells.blob(bytes.toByteArray()));
  }

  private static boolean isOctal(String text, int at) {
    if (at + 3 > text.length() || text.charAt(at) > '3') {
      return false;
    }
    return text.substring(at, at + 3).chars().allMatch(c -> c >= '0' && c <= '7');
  }
}
