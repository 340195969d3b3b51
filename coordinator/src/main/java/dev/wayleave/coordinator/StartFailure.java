package dev.wayleave.coordinator;

import java.net.BindException;
import org.flywaydb.core.api.FlywayException;

/// What to tell a person of a start that failed inside the server.
final class StartFailure {
  private StartFailure() {}

  static String sentence(Throwable failure) {
    Throwable root = failure;
    FlywayException schema = null;
    while (root.getCause() != null) {
      if (root instanceof FlywayException found) {
        schema = found;
      }
      root = root.getCause();
    }
    if (root instanceof BindException) {
      return "The coordinator did not start: "
          + firstLine(root)
          + "; stop what listens there or set WAYLEAVE_LISTEN and WAYLEAVE_METRICS_LISTEN.";
    }
    if (schema != null || root instanceof FlywayException) {
      return "The coordinator did not start because the database could not be brought up to date: "
          + firstLine(root)
          + ".";
    }
    return "The coordinator did not start: " + firstLine(root) + ".";
  }

  private static String firstLine(Throwable root) {
    String message = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return message.replaceAll("\\.+$", "");
  }
}
