package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Problem;
import dev.wayleave.api.policy.CheckView;
import dev.wayleave.api.policy.FaultView;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// What goes wrong with policies, as problems.
final class PolicyProblems {
  /// What the hosted service says; its clients look for it.
  private static final String HOSTED_STALE = "precondition failed, invalid old hash";

  private static final String RETRY_SECONDS = "2";

  @ServerExceptionMapper
  Response refused(PolicyRefusedException e) {
    return answer(e.problem());
  }

  static PolicyRefusedException stale(String version) {
    return new PolicyRefusedException(
        stalePolicy(
            "The policy in force is version "
                + version
                + ", not the one that If-Match names; read it, then make the change again."));
  }

  static Problem stalePolicy(String sentence) {
    return Problem.of(412, "Precondition Failed", "STALE", sentence)
        .withPolicy(HOSTED_STALE, List.of(), List.of());
  }

  /// Why a text is not taken, with all that is known of it.
  static PolicyRefusedException unusable(CheckView view) {
    String message = String.valueOf(view.message());
    String where = view.faults().isEmpty() ? "" : at(view.faults().getFirst());
    String code = view.data().isEmpty() ? "POLICY_FAULT" : "POLICY_TESTS";
    String sentence = "The policy is refused" + where + ": " + message + ".";
    return new PolicyRefusedException(
        Problem.of(400, "Unusable policy", code, sentence)
            .withPolicy(message, view.faults(), view.data()));
  }

  private static String at(FaultView fault) {
    return " at line " + fault.line() + ", column " + fault.column();
  }

  static Response answer(Problem problem) {
    Response.ResponseBuilder answer =
        Response.status(problem.status()).type(Problem.MEDIA_TYPE).entity(problem);
    if (problem.status() == 503) {
      answer.header("Retry-After", RETRY_SECONDS);
    }
    return answer.build();
  }
}
