package dev.wayleave.exporters.headscale.row;

import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.RawValue;
import java.util.function.Function;

/// One column of a table, and how an entity fills it.
@FunctionalInterface
interface Column<T> {
  RawValue value(T entity, Former former);

  /// A column that keeps what the source stored as long as that says the same.
  static <T> Column<T> of(String name, Meaning meaning, Function<T, RawValue> value) {
    return (entity, former) -> former.or(name, meaning, value.apply(entity));
  }

  /// The row from which an entity was read.
  ///
  /// @param row empty where there was none
  /// @param kept whether its values may be written again
  /// @param bytesKept whether that goes at least for bytes that are no text, which only SQLite
  ///   holds
  record Former(Row row, boolean kept, boolean bytesKept) {
    /// The stored value where it may stay, else the given one.
    RawValue or(String column, Meaning meaning, RawValue value) {
      RawValue stored = row.raw().get(column);
      boolean may = kept || (bytesKept && stored instanceof RawValue.Blob);
      return stored != null && may && meaning.isSame(row, column, value) ? stored : value;
    }
  }
}
