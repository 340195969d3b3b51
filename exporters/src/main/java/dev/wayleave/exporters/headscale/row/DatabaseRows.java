package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.tailnet.inventory.RawRow;
import java.util.Map;
import java.util.function.Consumer;

/// The rows of a database to be, made one by one so that they never stand in memory together.
///
/// Values are in the engine's own storage form: for SQLite what the file is to hold (integers,
/// texts, blobs), for PostgreSQL blobs for `bytea` and else texts and integers as its input
/// functions take them.
public interface DatabaseRows {
  long count(TableShape table);

  /// Hands out a table's rows in the order of their ids; columns are those of the table's shape, in
  /// its order.
  void each(TableShape table, Consumer<RawRow> sink);

  /// The highest number that the source ever gave to a row of a table, as far as it notes that: it
  /// may have deleted the row, and programs and devices may still know what it stood for.
  default Map<String, Long> counters() {
    return Map.of();
  }
}
