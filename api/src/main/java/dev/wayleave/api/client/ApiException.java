package dev.wayleave.api.client;

import dev.wayleave.api.Problem;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A call that the coordinator did not answer as hoped; the message is a sentence for a person.
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient @Nullable Problem problem;

  ApiException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.problem = null;
  }

  ApiException(Problem problem) {
    super(problem.detail());
    this.problem = problem;
  }

  /// What the coordinator said, where it said something.
  public Optional<Problem> problem() {
    return Optional.ofNullable(problem);
  }
}
