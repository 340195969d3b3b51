package dev.wayleave.importers.headscale.database.value;

import org.jspecify.annotations.Nullable;

/// What became of a column: a value, nothing, or a text that is none.
public sealed interface Parsed<T> {
  /// The column holds a value.
  record Value<T>(T value) implements Parsed<T> {}

  /// The column is missing, NULL, or holds one of the spellings of "nothing".
  record Nothing<T>() implements Parsed<T> {}

  /// The column holds something that is no such value.
  record Unreadable<T>(String text) implements Parsed<T> {}

  default @Nullable T orNull() {
    return switch (this) {
      case Value<T>(T value) -> value;
      case Nothing<T> _, Unreadable<T> _ -> null;
    };
  }
}
