package dev.wayleave.exporters.headscale.store;

import java.util.BitSet;

/// What happens to one row.
///
/// @param taken the columns that get the source's value, by their place in the table's shape
/// @param conflicting the columns that both sides changed
/// @param note why, where the operation does not say it
record Decision(String table, long id, Op op, BitSet taken, BitSet conflicting, String note) {
  /// What is done.
  enum Op {
    CREATE,
    UPDATE,
    DELETE,
    /// Both sides changed it; the target's stays.
    CONFLICT,
    /// The target made it by itself; it stays.
    KEEP;

    boolean writes() {
      return switch (this) {
        case CREATE, UPDATE, DELETE -> true;
        case CONFLICT, KEEP -> false;
      };
    }
  }

  static Decision of(String table, long id, Op op, String note) {
    return new Decision(table, id, op, new BitSet(), new BitSet(), note);
  }
}
