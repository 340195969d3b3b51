package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceException;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One consistent state of a database, until it is closed.
public interface Tables extends AutoCloseable {
  /// `sqlite` or `postgresql`.
  String kind();

  List<Table> all();

  default Optional<Table> find(String name) {
    return all().stream().filter(table -> table.name().equals(name)).findFirst();
  }

  long count(Table table) throws SourceException;

  /// Reads the rows one by one, ordered by `id` where there is such a column.
  void read(Table table, RowSink sink) throws SourceException;

  /// The highest number that a table's own count of its rows ever gave, by the table's name: it may
  /// be ahead of every row that is there. Tables that do not count, or have not begun to, are not
  /// named; nor are SQLite's, whose count is a table itself.
  default Map<String, Long> counters() throws SourceException {
    return Map.of();
  }

  /// What they are read over, for questions that tables do not answer; there is none where they are
  /// read from a text.
  default Optional<Connection> connection() {
    return Optional.empty();
  }

  @Override
  void close();

  /// Takes a row; all rows of one table share their list of names.
  @FunctionalInterface
  interface RowSink {
    void row(RawRow row) throws SourceException;
  }
}
