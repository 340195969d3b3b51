package dev.wayleave.exporters.headscale.store;

import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Rows in the text form of COPY (PostgreSQL manual, COPY, "Text Format").
final class CopyText {
  /// PostgreSQL rounds what it cannot keep of a fraction; Headscale's driver cuts it off.
  private static final Pattern BEYOND_MICROS = Pattern.compile("(\\.\\d{6})\\d+");

  private CopyText() {}

  static void append(StringBuilder out, TableShape table, RawRow row) {
    List<ColumnShape> columns = table.columns();
    for (int i = 0; i < columns.size(); i++) {
      ColumnShape column = columns.get(i);
      out.append(i == 0 ? "" : "\t");
      value(out, column.type(), RawValues.bare(row.get(column.name())));
    }
    out.append('\n');
  }

  private static void value(StringBuilder out, ColumnType type, RawValue value) {
    switch (value) {
      case RawValue.Null _ -> out.append("\\N");
      case RawValue.Blob(String base64) ->
          out.append("\\\\x").append(HexFormat.of().formatHex(Base64.getDecoder().decode(base64)));
      case RawValue.Int _, RawValue.Real _, RawValue.Text _, RawValue.Hidden _ ->
          escape(out, input(type, value));
    }
  }

  /// What the input function of the column's type takes.
  static String input(@Nullable ColumnType type, RawValue value) {
    return switch (value) {
      case RawValue.Int(long v) -> Long.toString(v);
      case RawValue.Real(double v) -> Double.toString(v);
      case RawValue.Text(String v) ->
          type == ColumnType.TIME ? BEYOND_MICROS.matcher(v).replaceFirst("$1") : v;
      case RawValue.Null _, RawValue.Blob _, RawValue.Hidden _ ->
          throw new AssertionError("neither NULL nor bytes are given as a text");
    };
  }

  private static void escape(StringBuilder out, String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> out.append(c);
      }
    }
  }
}
