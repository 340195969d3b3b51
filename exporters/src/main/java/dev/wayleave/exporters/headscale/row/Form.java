package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.tailnet.inventory.RawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The form in which an engine stores values, as Headscale's drivers write them.
public enum Form {
  /// Truth values are 0 and 1, times are text with up to nine digits of fraction.
  SQLITE {
    @Override
    RawValue flag(boolean value) {
      return new RawValue.Int(value ? 1 : 0);
    }

    @Override
    String timeText(Instant time) {
      return WRITTEN.format(time) + "+00:00";
    }
  },
  /// Truth values are `t` and `f`; times have microseconds, and what is finer is cut off, as Go's
  /// driver cuts it off.
  POSTGRES {
    @Override
    RawValue flag(boolean value) {
      return new RawValue.Text(value ? "t" : "f");
    }

    @Override
    String timeText(Instant time) {
      return WRITTEN.format(time.truncatedTo(ChronoUnit.MICROS)) + "+00";
    }
  };

  static final RawValue NULL = new RawValue.Null();

  /// A fraction has no zeros at its end, and no point where it is none.
  private static final DateTimeFormatter WRITTEN =
      new DateTimeFormatterBuilder()
          .appendPattern("uuuu-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .toFormatter(Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /// Go's zero time. What a time zone made of it lies before the year 1, which PostgreSQL writes
  /// otherwise than all other years.
  private static final Instant ZERO = Instant.parse("0001-01-01T00:00:00Z");

  public static Form of(Engine engine) {
    return switch (engine) {
      case SQLITE -> SQLITE;
      case POSTGRES -> POSTGRES;
    };
  }

  abstract RawValue flag(boolean value);

  abstract String timeText(Instant time);

  /// A moment, or NULL.
  public RawValue time(@Nullable Instant time) {
    return time == null ? NULL : text(timeText(time.isBefore(ZERO) ? ZERO : time));
  }

  static RawValue number(long value) {
    return new RawValue.Int(value);
  }

  static RawValue text(String value) {
    return new RawValue.Text(value);
  }

  /// A text, or NULL where there is none.
  static RawValue textOrNull(@Nullable Object value) {
    return value == null ? NULL : text(value.toString());
  }

  static RawValue bytes(byte[] bytes) {
    return new RawValue.Blob(Base64.getEncoder().encodeToString(bytes));
  }

  static RawValue bytes(String ascii) {
    return bytes(ascii.getBytes(StandardCharsets.UTF_8));
  }
}
