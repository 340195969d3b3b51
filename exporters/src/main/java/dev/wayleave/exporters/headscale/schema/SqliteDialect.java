package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.exporters.headscale.schema.TableDesign.Column;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;

/// SQLite, in the types that a Headscale since 0.27 compares with its own at every start.
record SqliteDialect() implements Dialect {
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .appendPattern("yyyy-MM-dd HH:mm:ss")
          .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
          .appendLiteral("+00:00")
          .toFormatter()
          .withZone(ZoneOffset.UTC);

  @Override
  public String id() {
    return "id integer PRIMARY KEY AUTOINCREMENT";
  }

  @Override
  public String type(Column column) {
    return switch (column.type()) {
      case INTEGER -> "integer";
      case TEXT -> column.length() == 0 ? "text" : "varchar(" + column.length() + ")";
      case BOOLEAN -> "numeric";
      case BYTES -> "blob";
      case TIME -> "datetime";
    };
  }

  @Override
  public String migrationId() {
    return "id text";
  }

  /// Nothing: SQLite moves the counter of a table with every row that is written with a higher id.
  @Override
  public List<String> count(String table) {
    return List.of();
  }

  @Override
  public String time(Instant moment) {
    return TIME.format(moment);
  }
}
