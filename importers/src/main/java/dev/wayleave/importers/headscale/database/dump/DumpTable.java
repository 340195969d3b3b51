package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.importers.headscale.database.store.Table;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A table that the dump makes, and where in the file its rows stand.
final class DumpTable {
  /// A column as CREATE TABLE has it.
  record Column(String name, PgType type, boolean notNull, boolean unique) {}

  /// A run of rows in the file.
  ///
  /// @param columns in the order of the values; empty for INSERT, where each statement has its own
  /// @param end behind the last byte
  /// @param escapes whether backslashes escape in strings there
  record Segment(
      Form form, List<String> columns, long offset, long line, long end, boolean escapes) {
    Segment {
      columns = List.copyOf(columns);
    }
  }

  /// How rows are written.
  enum Form {
    COPY,
    INSERT
  }

  private final TableName name;
  private final List<Column> columns;
  private final boolean partitioned;
  private final Set<String> notNull = new HashSet<>();
  private final Set<String> unique = new HashSet<>();
  private final List<Segment> segments = new ArrayList<>();
  private long rows;

  /// A table without rows.
  ///
  /// @param partitioned whether all its rows are in other tables
  DumpTable(TableName name, List<Column> columns, boolean partitioned) {
    this.name = name;
    this.columns = List.copyOf(columns);
    this.partitioned = partitioned;
  }

  TableName name() {
    return name;
  }

  boolean partitioned() {
    return partitioned;
  }

  List<Column> columns() {
    return columns;
  }

  List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  void declareNotNull(List<String> names) {
    notNull.addAll(names);
  }

  /// Notes a constraint of its own; one over several columns says nothing of each.
  void declareUnique(List<String> names) {
    if (names.size() == 1) {
      unique.addAll(names);
    }
  }

  List<Segment> segments() {
    return segments;
  }

  void add(Segment segment, long count) {
    rows += count;
    segments.add(segment);
  }

  /// Adds the rows of a statement to those of the one right before it.
  void extend(long end, long count) {
    rows += count;
    Segment last = segments.removeLast();
    segments.add(
        new Segment(last.form(), last.columns(), last.offset(), last.line(), end, last.escapes()));
  }

  long rows() {
    return rows;
  }

  Table table() {
    return new Table(
        name.name(),
        columns.stream()
            .map(column ->
                new Table.Column(
                    column.name(),
                    column.notNull() || notNull.contains(column.name()),
                    column.unique() || unique.contains(column.name())))
            .toList());
  }
}
