package dev.wayleave.exporters.headscale.schema;

import dev.wayleave.exporters.headscale.schema.TableDesign.Column;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// PostgreSQL.
///
/// The extension `uuid-ossp`, which 0.26 and 0.27 ask for, is not made: no table uses it, and few
/// roles may make it.
record PostgresDialect() implements Dialect {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS+00").withZone(ZoneOffset.UTC);

  @Override
  public String id() {
    return "id bigserial PRIMARY KEY";
  }

  @Override
  public String type(Column column) {
    return switch (column.type()) {
      case INTEGER -> "bigint";
      case TEXT -> column.length() == 0 ? "text" : "varchar(" + column.length() + ")";
      case BOOLEAN -> "boolean";
      case BYTES -> "bytea";
      case TIME -> "timestamptz";
    };
  }

  @Override
  public String migrationId() {
    return "id varchar(255)";
  }

  /// Asked for by its column, for databases that a release took over keep sequences under former
  /// names; never set back; and untouched where there is no row, so that the first gets 1.
  @Override
  public List<String> count(String table) {
    String sequence = "pg_get_serial_sequence('%s', 'id')".formatted(table);
    return List.of(
        "SELECT setval(%1$s, greatest(max(id), pg_sequence_last_value(%1$s::regclass))) FROM %2$s"
            .formatted(sequence, table));
  }

  @Override
  public String time(Instant moment) {
    return TIME.format(moment.truncatedTo(ChronoUnit.MICROS));
  }
}
