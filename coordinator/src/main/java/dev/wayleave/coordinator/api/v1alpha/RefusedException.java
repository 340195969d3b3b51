package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.state.Refusal;

/// A command that the state refused, on its way to becoming a reply.
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  RefusedException(Refusal refusal) {
    super(refusal.sentence());
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }
}
