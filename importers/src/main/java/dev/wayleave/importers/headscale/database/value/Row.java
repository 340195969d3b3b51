package dev.wayleave.importers.headscale.database.value;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A raw row read as the values that its columns stand for.
public record Row(RawRow raw) {
  public boolean has(String column) {
    return raw.get(column) != null;
  }

  /// The first of these columns that the row has: releases renamed some.
  public String either(String... columns) {
    for (String column : columns) {
      if (has(column)) {
        return column;
      }
    }
    return columns[0];
  }

  public boolean isNull(String column) {
    RawValue value = raw.get(column);
    return value == null || value instanceof RawValue.Null;
  }

  /// The column as text; empty where it is missing or NULL. Bytes that are not UTF-8 and NUL become
  /// replacement characters: a label for people, while the raw row keeps what was there.
  public String text(String column) {
    return switch (raw.get(column)) {
      case null -> "";
      case RawValue.Null _ -> "";
      case RawValue.Text(String text) -> text;
      case RawValue.Int(long number) -> Long.toString(number);
      case RawValue.Real(double number) -> Double.toString(number);
      case RawValue.Blob(String base64) -> decode(base64);
      case RawValue.Hidden(var hidden) -> hidden.toString();
    };
  }

  private static String decode(String base64) {
    byte[] bytes = Base64.getDecoder().decode(base64);
    return new String(bytes, StandardCharsets.UTF_8).replace('\0', '\uFFFD');
  }

  /// Whether a column of text holds bytes that are no text that can be kept.
  public boolean isGarbled(String column) {
    return raw.get(column) instanceof RawValue.Blob;
  }

  public Parsed<Long> number(String column) {
    return switch (raw.get(column)) {
      case null -> new Parsed.Nothing<>();
      case RawValue.Null _ -> new Parsed.Nothing<>();
      case RawValue.Int(long number) -> new Parsed.Value<>(number);
      case RawValue.Text(String text) when text.matches("-?\\d{1,18}") ->
          new Parsed.Value<>(Long.parseLong(text));
      case RawValue.Real _, RawValue.Text _, RawValue.Blob _, RawValue.Hidden _ ->
          new Parsed.Unreadable<>(text(column));
    };
  }

  /// The id of another row: 0 is what Go writes for "none".
  public @Nullable Long reference(String column) {
    Long number = number(column).orNull();
    return number == null || number <= 0 ? null : number;
  }

  /// A truth value; text `t` and `f` come from databases that once were in Postgres.
  public Parsed<Boolean> flag(String column) {
    if (isNull(column)) {
      return new Parsed.Nothing<>();
    }
    return switch (text(column).toLowerCase(Locale.ROOT)) {
      case "" -> new Parsed.Nothing<>();
      case "1", "t", "true" -> new Parsed.Value<>(true);
      case "0", "f", "false" -> new Parsed.Value<>(false);
      default -> new Parsed.Unreadable<>(text(column));
    };
  }

  /// A moment; an integer is Unix time in seconds.
  public Parsed<Instant> time(String column) {
    return switch (raw.get(column)) {
      case null -> new Parsed.Nothing<>();
      case RawValue.Null _ -> new Parsed.Nothing<>();
      case RawValue.Int(long seconds) when Math.abs(seconds) < 1L << 40 ->
          new Parsed.Value<>(Instant.ofEpochSecond(seconds));
      case RawValue.Text(String text) -> TimeText.parse(text);
      case RawValue.Int _, RawValue.Real _, RawValue.Blob _, RawValue.Hidden _ ->
          new Parsed.Unreadable<>(text(column));
    };
  }

  public Parsed<List<String>> texts(String column) {
    return isNull(column) ? new Parsed.Nothing<>() : JsonColumn.texts(text(column));
  }

  /// A hash, which is ASCII text whether the column holds text or bytes; other bytes come as hex.
  public Parsed<String> hash(String column) {
    return switch (raw.get(column)) {
      case null -> new Parsed.Nothing<>();
      case RawValue.Null _ -> new Parsed.Nothing<>();
      case RawValue.Blob(String base64) -> hashOf(Base64.getDecoder().decode(base64));
      case RawValue.Text(String text) ->
          text.isEmpty() ? new Parsed.Nothing<>() : new Parsed.Value<>(text);
      case RawValue.Int _, RawValue.Real _, RawValue.Hidden _ ->
          new Parsed.Unreadable<>(text(column));
    };
  }

  private static Parsed<String> hashOf(byte[] bytes) {
    if (bytes.length == 0) {
      return new Parsed.Nothing<>();
    }
    for (byte b : bytes) {
      if (b < ' ' || b > '~') {
        return new Parsed.Unreadable<>(HexFormat.of().formatHex(bytes));
      }
    }
    return new Parsed.Value<>(new String(bytes, StandardCharsets.US_ASCII));
  }
}
