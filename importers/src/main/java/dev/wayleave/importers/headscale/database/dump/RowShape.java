package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes rows of a table from values in whatever order its dump has them.
final class RowShape {
  private final DumpInput in;
  private final DumpTable table;
  private final List<String> names;
  private List<String> lastColumns = List.of();
  private int[] lastOrder;

  /// The shape of a table's rows.
  ///
  /// @param names the table's columns, in the one list that all its rows share
  RowShape(DumpInput in, DumpTable table, List<String> names) throws SourceException {
    this.in = in;
    this.table = table;
    this.names = names;
    this.lastOrder = orderOf(names);
  }

  /// Where among values in the order of these columns each column of the table stands.
  ///
  /// @param columns empty for the table's own order
  int[] order(List<String> columns) throws SourceException {
    if (!columns.equals(lastColumns)) {
      lastOrder = orderOf(columns.isEmpty() ? names : columns);
      lastColumns = columns;
    }
    return lastOrder;
  }

  private int[] orderOf(List<String> columns) throws SourceException {
    int[] order = new int[names.size()];
    for (int i = 0; i < order.length; i++) {
      order[i] = columns.indexOf(names.get(i));
      if (order[i] < 0) {
        throw in.fault(
            "here is data of the table "
                + table.name()
                + " without its column "
                + names.get(i)
                + "; make the dump again with pg_dump alone");
      }
    }
    if (columns.size() != names.size()) {
      throw in.fault(
          "here is data of the table " + table.name() + " for columns that it does not have");
    }
    return order;
  }

  RawRow row(int[] order, List<@Nullable String> values) throws SourceException {
    if (values.size() != order.length) {
      throw in.fault(
          "here are "
              + values.size()
              + " values for the "
              + order.length
              + " columns of the table "
              + table.name()
              + "; the file was damaged, make the dump again");
    }
    List<RawValue> cells = new ArrayList<>(order.length);
    for (int i = 0; i < order.length; i++) {
      cells.add(cell(i, values.get(order[i])));
    }
    return new RawRow(table.name().name(), names, cells);
  }

  private RawValue cell(int column, @Nullable String value) throws SourceException {
    DumpTable.Column found = table.columns().get(column);
    RawValue cell = PgValue.of(found.type(), value).orElse(null);
    if (cell == null) {
      // The value itself is not shown: it may be a secret.
      throw in.fault(
          "the value of the column "
              + found.name()
              + " of the table "
              + table.name()
              + " does not fit its type; the file was damaged, make the dump again");
    }
    return cell;
  }
}
