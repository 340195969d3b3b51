package dev.wayleave.exporters.wayleave;

import dev.wayleave.api.Problem;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.util.List;

/// What a refusal of the coordinator means for a migration.
final class Refusals {
  private Refusals() {}

  static TargetException of(ApiException e) {
    String message = String.valueOf(e.getMessage());
    Problem problem = e.problem().orElse(null);
    if (problem == null) {
      return new TargetException(TargetException.Reason.UNAVAILABLE, message, e);
    }
    List<Finding> findings = problem.findings();
    return switch (problem.status()) {
      case 409 -> new TargetException(TargetException.Reason.CHANGED, message, e);
      case 422 ->
          findings == null || findings.isEmpty()
              ? new TargetException(TargetException.Reason.FAILED, message, e)
              : new TargetException(TargetException.Reason.OBSTACLES, message, findings);
      case 400, 404, 413, 415, 500 ->
          new TargetException(TargetException.Reason.FAILED, message, e);
      // 401, 403, 429, gateways and everything that is no answer of a coordinator's.
      default -> new TargetException(TargetException.Reason.UNAVAILABLE, message, e);
    };
  }
}
