package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Problem;

/// A policy, or a question about one, that is turned down, with the problem that the caller is
/// told.
final class PolicyRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  PolicyRefusedException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
