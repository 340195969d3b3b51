package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.TimeText;
import dev.wayleave.tailnet.inventory.RawValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Reduces a column's value to a number: equal where the engine would store the same.
///
/// The first 64 bits of a SHA-256: a plan over 100 000 nodes needs to know of each value only
/// whether it changed, and values would not fit in memory thrice.
final class ValueDigest {
  private static final long NULL = 0;

  private final Engine engine;
  private final MessageDigest sha256;

  ValueDigest(Engine engine) {
    this.engine = engine;
    try {
      this.sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }

  long of(ColumnType type, @Nullable RawValue value) {
    RawValue bare = RawValues.bare(value);
    return bare instanceof RawValue.Null ? NULL : of(canonical(type, bare));
  }

  long of(String canonical) {
    byte[] digest = sha256.digest(canonical.getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(digest).getLong();
  }

  private String canonical(ColumnType type, RawValue value) {
    return switch (value) {
      case RawValue.Int(long v) when type == ColumnType.BOOLEAN -> flag(Long.toString(v));
      case RawValue.Int(long v) -> "i" + v;
      case RawValue.Real(double v) -> "r" + v;
      case RawValue.Blob(String v) -> "x" + v;
      case RawValue.Text(String v) -> text(type, v);
      case RawValue.Null _, RawValue.Hidden _ ->
          throw new AssertionError("a bare value that is not NULL is neither");
    };
  }

  private String text(ColumnType type, String text) {
    return switch (type) {
      case TIME -> time(text);
      case BOOLEAN -> flag(text);
      case INTEGER -> "i" + text;
      case TEXT, BYTES -> "s" + text;
    };
  }

  /// SQLite keeps a text that stands for true as it is, PostgreSQL has only true and false.
  private String flag(String text) {
    return switch (engine) {
      case SQLITE -> "i" + text;
      case POSTGRES ->
          switch (text.toLowerCase(Locale.ROOT)) {
            case "t", "true", "1" -> "i1";
            case "f", "false", "0" -> "i0";
            default -> "i" + text;
          };
    };
  }

  private String time(String text) {
    return switch (TimeText.parse(text)) {
      case Parsed.Value<Instant>(Instant time) ->
          "t"
              + switch (engine) {
                case SQLITE -> time;
                case POSTGRES -> time.truncatedTo(ChronoUnit.MICROS);
              };
      case Parsed.Nothing<Instant> _, Parsed.Unreadable<Instant> _ -> "s" + text;
    };
  }
}
