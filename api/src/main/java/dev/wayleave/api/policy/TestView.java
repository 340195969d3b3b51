package dev.wayleave.api.policy;

import java.util.List;

/// How a policy's own tests went.
///
/// @param passed whether all did well; true too where there is none
/// @param tests how many there are
/// @param data those that fail
public record TestView(boolean passed, int tests, List<TestFailureView> data) {
  public TestView {
    data = List.copyOf(data);
  }
}
