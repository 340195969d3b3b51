package dev.wayleave.coordinator.api.migration;

import dev.wayleave.api.Problem;

/// A migration that is not carried out, with the problem that the caller is told.
final class MigrationRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  MigrationRefusedException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
