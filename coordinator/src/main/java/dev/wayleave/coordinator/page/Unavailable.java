package dev.wayleave.coordinator.page;

import dev.wayleave.coordinator.kept.KeptException;
import io.vertx.ext.web.RoutingContext;

/// What people are shown while the database does not answer.
public final class Unavailable {
  private static final String RETRY_SECONDS = "2";

  private Unavailable() {}

  /// Answers a page that failed by it; other failures are left to whoever answers those.
  public static void answer(RoutingContext context) {
    if (context.failure() instanceof KeptException trouble && !context.response().headWritten()) {
      context.response().putHeader("retry-after", RETRY_SECONDS);
      Page.send(
          context,
          503,
          Page.said("One moment", Page.Mood.WORK, String.valueOf(trouble.getMessage())));
    } else {
      context.next();
    }
  }
}
