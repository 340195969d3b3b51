package dev.wayleave.importers.headscale.database.store;

import java.util.List;
import java.util.stream.Collectors;

/// A table as the database itself describes it.
///
/// @param columns in the database's order, which differs between fresh and upgraded databases
public record Table(String name, List<Column> columns) {
  public Table {
    columns = List.copyOf(columns);
  }

  /// A column and the constraints that tell releases apart.
  ///
  /// @param unique whether the column alone is declared UNIQUE; an index made later does not count
  public record Column(String name, boolean notNull, boolean unique) {}

  /// The names in order, in a list that copying (`List.copyOf`) gives back as it is.
  public List<String> columnNames() {
    return columns.stream().map(Column::name).collect(Collectors.toUnmodifiableList());
  }

  public boolean has(String column) {
    return columns.stream().anyMatch(c -> c.name().equals(column));
  }
}
