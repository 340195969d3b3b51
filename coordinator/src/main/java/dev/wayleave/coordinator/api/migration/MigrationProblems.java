package dev.wayleave.coordinator.api.migration;

import dev.wayleave.api.Problem;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.bundle.BundleException;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/// What goes wrong with migrations, as problems.
final class MigrationProblems {
  @ServerExceptionMapper
  Response refused(MigrationRefusedException e) {
    return Response.status(e.problem().status())
        .type(Problem.MEDIA_TYPE)
        .entity(e.problem())
        .build();
  }

  @ServerExceptionMapper
  Response bundle(BundleException e) {
    int status = e.reason() == BundleException.Reason.TOO_LARGE ? 413 : 400;
    return refused(
        new MigrationRefusedException(
            Problem.of(
                status,
                "Unusable bundle",
                "BUNDLE_" + e.reason().name(),
                String.valueOf(e.getMessage()))));
  }

  static MigrationRefusedException missing(String id) {
    return new MigrationRefusedException(
        Problem.of(404, "Not Found", "NOT_FOUND", "There is no migration " + printable(id) + "."));
  }

  static MigrationRefusedException notNow(String sentence) {
    return new MigrationRefusedException(Problem.of(409, "Conflict", "CONFLICT", sentence));
  }

  static MigrationRefusedException busy() {
    return new MigrationRefusedException(
        Problem.of(
            503,
            "Busy",
            "BUSY",
            "Another migration is being planned or applied; try again when it is done."));
  }

  static MigrationRefusedException obstacles(List<Finding> obstacles) {
    return new MigrationRefusedException(
        Problem.of(
                422,
                "Findings forbid it",
                "OBSTACLES",
                obstacles.size()
                    + (obstacles.size() == 1 ? " finding forbids" : " findings forbid")
                    + " applying this migration; settle them, or accept the LOSSY ones by code.")
            .withFindings(obstacles));
  }

  static MigrationRefusedException losses(List<String> losses) {
    return new MigrationRefusedException(
        Problem.of(
                409,
                "Edits would be lost",
                "LOSSES",
                losses.size()
                    + (losses.size() == 1 ? " later edit" : " later edits")
                    + " would be lost by taking this migration back, so nothing was done.")
            .withLosses(losses));
  }

  static MigrationRefusedException unconfidential() {
    return new MigrationRefusedException(
        Problem.of(
            403,
            "Forbidden",
            "NOT_CONFIDENTIAL",
            "Secrets are given over HTTPS or on this machine only; use one of these."));
  }

  private static String printable(String text) {
    return text.replaceAll("[^0-9A-Za-z._-]", "?");
  }
}
