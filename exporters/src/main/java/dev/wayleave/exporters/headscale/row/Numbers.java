package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.Finding;

/// The numbers that rows can have.
final class Numbers {
  private Numbers() {}

  /// Headscale takes 0 for "none", and after the last number there is none for the next row.
  static void check(long id, String object, Remarks remarks) {
    if (id <= 0 || id == Long.MAX_VALUE) {
      remarks.add(
          Finding.blocker(
              "NUMBER_UNFIT",
              object,
              "Its number " + id + " is none that a row of Headscale can have.",
              "Make it anew, so that it gets another number, and delete this one."));
    }
  }
}
