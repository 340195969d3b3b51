package dev.wayleave.coordinator.map;

import java.util.HashMap;
import java.util.Map;

/// Keeps one of each value, so that thousands of clients that know the same share it.
final class Pool {
  /// Keeps nothing.
  static final Pool NONE = new Pool(false);

  private final Map<Object, Object> known = new HashMap<>();
  private final boolean keeping;

  Pool() {
    this(true);
  }

  private Pool(boolean keeping) {
    this.keeping = keeping;
  }

  /// The value that is kept and equal.
  @SuppressWarnings("unchecked") // What is equal here is of one type: the values are records.
  <T> T same(T value) {
    return keeping ? (T) known.computeIfAbsent(value, same -> same) : value;
  }

  /// Lets go of what nobody may know any more.
  void clear() {
    known.clear();
  }
}
