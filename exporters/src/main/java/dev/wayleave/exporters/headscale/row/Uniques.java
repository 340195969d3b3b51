package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.HashMap;
import java.util.Map;

/// Values that a unique index lets stand in one row only.
final class Uniques {
  private record Key(String column, String value) {}

  private final Map<Key, String> holders = new HashMap<>();

  /// Takes the value for an object, or reports who has it.
  void take(String column, String value, String object, Remarks remarks) {
    String holder = holders.putIfAbsent(new Key(column, value), object);
    if (holder != null && !holder.equals(object)) {
      remarks.add(
          Finding.blocker(
              "VALUE_TAKEN",
              object,
              "It would be the second with "
                  + column
                  + " \""
                  + value
                  + "\", after "
                  + holder
                  + "; Headscale lets a value stand there once.",
              "Rename or delete one of the two, and try again."));
    }
  }

  /// Whether the object has the value, or it is free; then the object takes it.
  boolean holds(String column, String value, String object) {
    String holder = holders.putIfAbsent(new Key(column, value), object);
    return holder == null || holder.equals(object);
  }

  /// Whether the value is free; then it is taken.
  boolean takeIfFree(String column, String value, String object) {
    return holders.putIfAbsent(new Key(column, value), object) == null;
  }
}
