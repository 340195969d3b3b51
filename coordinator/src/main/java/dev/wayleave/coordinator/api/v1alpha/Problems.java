package dev.wayleave.coordinator.api.v1alpha;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import dev.wayleave.api.Problem;
import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.coordinator.store.DatabaseTrouble;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// Errors as `application/problem+json` with one sentence; never a stack trace, never a secret.
final class Problems {
  private static final Logger LOG = Logger.getLogger(Problems.class);
  private static final String RETRY_SECONDS = "2";

  @ServerExceptionMapper
  Response badInput(BadInputException e) {
    return problem(400, "BAD_REQUEST", sentence(e));
  }

  @ServerExceptionMapper
  Response refused(RefusedException e) {
    return switch (e.refusal().reason()) {
      case NOT_FOUND -> problem(404, "NOT_FOUND", e.refusal().sentence());
      case CONFLICT -> problem(409, "CONFLICT", e.refusal().sentence());
      case STALE -> PolicyProblems.answer(PolicyProblems.stalePolicy(e.refusal().sentence()));
      case INVALID -> problem(422, "INVALID", e.refusal().sentence());
    };
  }

  @ServerExceptionMapper
  Response state(StateException e) {
    return switch (e.kind()) {
      case OVERLOADED ->
          Response.fromResponse(problem(503, "OVERLOADED", sentence(e)))
              .header("Retry-After", RETRY_SECONDS)
              .build();
      case NOT_DONE -> problem(500, "NOT_DONE", sentence(e));
      case UNKNOWN -> problem(503, "UNKNOWN", sentence(e));
    };
  }

  @ServerExceptionMapper
  Response unavailable(KeptException e) {
    return Response.fromResponse(problem(503, "OVERLOADED", sentence(e)))
        .header("Retry-After", RETRY_SECONDS)
        .build();
  }

  @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
  Response unauthorized() {
    return Response.fromResponse(
            problem(401, "UNAUTHORIZED", "Send a valid API key as \"Authorization: Bearer KEY\"."))
        .header("WWW-Authenticate", "Bearer")
        .build();
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return problem(403, "FORBIDDEN", "This API key does not have the scope that this needs.");
  }

  @ServerExceptionMapper
  Response mismatched(MismatchedInputException e) {
    // Of the message only the original part: the rest quotes the source, which may hold a secret.
    return problem(400, "BAD_REQUEST", "The body is not what is expected: " + where(e) + ".");
  }

  private static String where(MismatchedInputException e) {
    return e.getPath().isEmpty()
        ? "it is not a JSON object of the right kind"
        : "look at the field \"" + e.getPath().getLast().getFieldName() + "\"";
  }

  @ServerExceptionMapper
  Response json(JsonProcessingException e) {
    return problem(400, "BAD_REQUEST", "The body is not JSON.");
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    String sentence =
        switch (status) {
          case 400 -> "The request cannot be read.";
          case 404 -> "There is nothing at this address.";
          case 405 -> "This address does not take that method.";
          case 406 -> "This address answers in JSON only.";
          case 413 -> "The request is too large.";
          case 415 -> "This address takes JSON only.";
          default -> e.getResponse().getStatusInfo().getReasonPhrase() + ".";
        };
    return problem(status, "HTTP_" + status, sentence);
  }

  @ServerExceptionMapper
  Response mistake(RuntimeException e) {
    LOG.error("A request failed", e);
    Optional<String> trouble = DatabaseTrouble.sentence(e);
    if (trouble.isPresent()) {
      return problem(503, "database", trouble.get());
    }
    return problem(500, "MISTAKE", "The coordinator made a mistake; its log says more.");
  }

  private static String sentence(Exception e) {
    return String.valueOf(e.getMessage());
  }

  static Response problem(int status, String code, String sentence) {
    Response.Status known = Response.Status.fromStatusCode(status);
    String title = known == null ? "Error" : known.getReasonPhrase();
    return Response.status(status)
        .type(Problem.MEDIA_TYPE)
        .entity(Problem.of(status, title, code, sentence))
        .build();
  }
}
