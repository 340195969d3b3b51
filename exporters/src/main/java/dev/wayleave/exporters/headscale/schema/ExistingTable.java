package dev.wayleave.exporters.headscale.schema;

import java.util.List;
import java.util.Optional;

/// A table of a database that exists already, as the database itself describes it.
///
/// @param columns in its own order, which differs between databases that a release made and those
///   that it took over
record ExistingTable(String name, List<ExistingColumn> columns) {
  ExistingTable {
    columns = List.copyOf(columns);
  }

  /// @param type as the engine spells it
  /// @param needed whether each row must bring a value for it
  /// @param counted whether the engine counts it upwards for rows that bring none
  record ExistingColumn(String name, String type, boolean needed, boolean counted) {}

  Optional<ExistingColumn> column(String wanted) {
    return columns.stream().filter(column -> column.name().equals(wanted)).findFirst();
  }
}
