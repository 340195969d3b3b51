package dev.wayleave.exporters.headscale.store;

import dev.wayleave.tailnet.inventory.RawRow;
import org.jspecify.annotations.Nullable;

/// A row that a migration wrote.
///
/// @param before the row as it was, or null where there was none
record RowChange(String table, long id, @Nullable RawRow before) {}
