package dev.wayleave.api.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a text may become the policy.
///
/// @param message why it may not, in the hosted service's words where they are known
/// @param faults the reasons with their places
/// @param data the tests that fail
/// @param notes what its author should know although it may
/// @param etag the tag that it would have; null where it may not
public record CheckView(
    boolean accepted,
    @Nullable String message,
    List<FaultView> faults,
    List<TestFailureView> data,
    List<FaultView> notes,
    @Nullable String etag) {
  public CheckView {
    faults = List.copyOf(faults);
    data = List.copyOf(data);
    notes = List.copyOf(notes);
  }
}
