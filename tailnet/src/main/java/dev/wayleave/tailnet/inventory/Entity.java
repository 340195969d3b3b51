package dev.wayleave.tailnet.inventory;

import dev.wayleave.tailnet.model.TailnetEntity;
import org.jspecify.annotations.Nullable;

/// One thing of an inventory with the row it came from.
///
/// @param row the source's own columns; null where the source has no row (a setting, a file)
public record Entity<T extends TailnetEntity>(T value, @Nullable RawRow row) {
  public EntityRef ref() {
    return EntityRef.of(value);
  }
}
