package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.state.Refusal;

/// What is asked for and does not exist.
final class Missing {
  private Missing() {}

  static RefusedException of(String what) {
    return new RefusedException(
        new Refusal(
            Refusal.Reason.NOT_FOUND, "There is no " + what.replaceAll("\\p{Cntrl}", " ") + "."));
  }
}
