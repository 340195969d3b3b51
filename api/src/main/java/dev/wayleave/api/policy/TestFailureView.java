package dev.wayleave.api.policy;

import java.util.List;

/// One of a policy's own tests that fails.
///
/// @param user the source that the test names
/// @param errors what was wanted and what came, one sentence for each destination
public record TestFailureView(String user, List<String> errors) {
  public TestFailureView {
    errors = List.copyOf(errors);
  }
}
