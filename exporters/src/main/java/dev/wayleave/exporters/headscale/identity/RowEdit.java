package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.tailnet.inventory.RawValue;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// A row as it was and as it is to be.
///
/// A user's row is held whole, because a later login changes other columns of it than those that
/// are written here, and has to be noticed; of other rows only what is written.
///
/// @param before null for a row that is new
/// @param after null for a row that is deleted
record RowEdit(
    String table,
    long id,
    @Nullable SequencedMap<String, RawValue> before,
    @Nullable SequencedMap<String, RawValue> after) {
  RowEdit {
    before =
        before == null ? null : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(before));
    after = after == null ? null : Collections.unmodifiableSequencedMap(new LinkedHashMap<>(after));
  }

  /// The edit that takes this one back.
  RowEdit reversed() {
    return new RowEdit(table, id, after, before);
  }

  /// The columns whose value changes, with their value afterwards; none for a row that is new or
  /// deleted.
  SequencedMap<String, RawValue> written() {
    SequencedMap<String, RawValue> written = new LinkedHashMap<>();
    if (before != null && after != null) {
      for (Map.Entry<String, RawValue> column : after.entrySet()) {
        if (!Objects.equals(before.get(column.getKey()), column.getValue())) {
          written.put(column.getKey(), column.getValue());
        }
      }
    }
    return written;
  }
}
