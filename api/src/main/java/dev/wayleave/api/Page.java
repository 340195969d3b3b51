package dev.wayleave.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Part of a list.
///
/// @param next what to pass as `after` for the following part; null at the end
public record Page<T>(List<T> items, @Nullable String next) {
  public Page {
    items = List.copyOf(items);
  }
}
