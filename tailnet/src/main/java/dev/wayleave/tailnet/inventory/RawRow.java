package dev.wayleave.tailnet.inventory;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A row of the source, column by column in the source's order.
///
/// Rows of one table share their list of names: an inventory of 100 000 nodes holds it once.
///
/// @param table where it stood
public record RawRow(
    String table, @JsonIgnore List<String> names, @JsonIgnore List<RawValue> values) {
  public RawRow {
    names = List.copyOf(names);
    values = List.copyOf(values);
    if (names.size() != values.size()) {
      throw new IllegalArgumentException(
          "row of " + table + ": " + names.size() + " columns, " + values.size() + " values");
    }
  }

  @JsonCreator
  static RawRow of(
      @JsonProperty("table") String table, @JsonProperty("columns") Map<String, RawValue> columns) {
    return new RawRow(table, List.copyOf(columns.keySet()), List.copyOf(columns.values()));
  }

  @JsonProperty("columns")
  public Map<String, RawValue> columns() {
    Map<String, RawValue> columns = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      columns.put(names.get(i), values.get(i));
    }
    return columns;
  }

  /// The value of a column, or null where the row has no such column.
  public @Nullable RawValue get(String name) {
    int index = names.indexOf(name);
    return index < 0 ? null : values.get(index);
  }
}
