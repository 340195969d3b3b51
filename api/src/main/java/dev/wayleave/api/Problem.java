package dev.wayleave.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wayleave.api.policy.FaultView;
import dev.wayleave.api.policy.TestFailureView;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An error reply after RFC 9457 (`application/problem+json`).
///
/// @param code a stable name of the kind of problem, for programs
/// @param detail one sentence for a person: what happened, where, what to do
/// @param findings what forbids applying a migration, where that is the problem
/// @param losses the later edits that a rollback would lose, where that is the problem
/// @param message what hosted Tailscale would say of a policy, where a policy is the problem
/// @param faults what is wrong with the policy, and where in it
/// @param data the tests of the policy that fail
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String title,
    int status,
    String code,
    String detail,
    @Nullable List<Finding> findings,
    @Nullable List<String> losses,
    @Nullable String message,
    @Nullable List<FaultView> faults,
    @Nullable List<TestFailureView> data) {
  public static final String MEDIA_TYPE = "application/problem+json";

  public static Problem of(int status, String title, String code, String detail) {
    return new Problem(title, status, code, detail, null, null, null, null, null);
  }

  /// This problem with what forbids applying a migration.
  public Problem withFindings(List<Finding> obstacles) {
    return new Problem(title, status, code, detail, obstacles, losses, message, faults, data);
  }

  /// This problem with the edits that would be lost.
  public Problem withLosses(List<String> edits) {
    return new Problem(title, status, code, detail, findings, edits, message, faults, data);
  }

  /// This problem with what is wrong with a policy.
  ///
  /// @param hosted what hosted Tailscale would say
  public Problem withPolicy(String hosted, List<FaultView> wrong, List<TestFailureView> failed) {
    return new Problem(
        title,
        status,
        code,
        detail,
        findings,
        losses,
        hosted,
        wrong.isEmpty() ? null : List.copyOf(wrong),
        failed.isEmpty() ? null : List.copyOf(failed));
  }
}
