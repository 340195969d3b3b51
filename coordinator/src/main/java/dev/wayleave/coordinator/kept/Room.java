package dev.wayleave.coordinator.kept;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What came of a wish to keep one more.
///
/// @param refusedBy the bound that left no room; null where it is kept
/// @param gaveWay the keys of those that are forgotten for it
public record Room(@Nullable Bound refusedBy, List<String> gaveWay) {
  public Room {
    gaveWay = List.copyOf(gaveWay);
  }

  public boolean isKept() {
    return refusedBy == null;
  }
}
