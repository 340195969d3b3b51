package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;

/// Something that is asked of the tailnet's writer.
///
/// @param <R> what is answered when it is done
public interface Command<R> {
  /// Decides on the image as it is; called again, on a newer image, where a commit must be retried.
  Decision<R> decide(Tailnet image, Moment moment);

  /// What the audit log calls this.
  default String operation() {
    return getClass().getSimpleName();
  }

  /// Whether it stands in the audit log: what people and their tools do does, what devices tell of
  /// themselves all day does not.
  default boolean audited() {
    return true;
  }

  /// On what, as the audit log names it where no change tells, for example `nodes/5`.
  String object();
}
