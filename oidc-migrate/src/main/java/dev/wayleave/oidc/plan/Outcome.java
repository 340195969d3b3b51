package dev.wayleave.oidc.plan;

/// What was found for a slot, and whether its user is to be left.
record Outcome(Slot slot, Resolution resolution, boolean left) {
  Outcome as(Resolution other) {
    return new Outcome(slot, other, left);
  }

  /// Whether it becomes another identity, and not only another spelling of the one that is there.
  boolean remaps() {
    return changes() && !(resolution instanceof Resolution.To to && to.respelled());
  }

  /// Whether the store changes for it.
  boolean changes() {
    return !left
        && (resolution instanceof Resolution.To || resolution instanceof Resolution.Expected);
  }
}
