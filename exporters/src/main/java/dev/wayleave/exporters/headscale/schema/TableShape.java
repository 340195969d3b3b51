package dev.wayleave.exporters.headscale.schema;

import java.util.List;

/// A table that Headscale made.
///
/// @param columns in the order of a database that this release created by itself
public record TableShape(String name, List<ColumnShape> columns) {
  public TableShape {
    columns = List.copyOf(columns);
  }
}
