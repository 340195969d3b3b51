package dev.wayleave.coordinator;

import dev.wayleave.coordinator.state.TailnetState;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// `GET /health`: whether this replica is of use, and nothing more, for anyone may ask.
@Singleton
final class HealthRoute {
  /// The writer hears from the database every three seconds; this long a silence is no accident.
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final TailnetState state;
  private final InstantSource clock;

  HealthRoute(TailnetState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  void route(@Observes Router router) {
    router.get("/health").handler(this::answer);
  }

  private void answer(RoutingContext context) {
    Instant heard = state.lastContact();
    boolean up = clock.instant().isBefore(heard.plus(SILENCE));
    context
        .response()
        .setStatusCode(up ? 200 : 503)
        .putHeader("content-type", "application/json")
        .putHeader("cache-control", "no-store")
        .end("{\"status\":\"" + (up ? "UP" : "DOWN") + "\"}")
        .onFailure(_ -> context.request().connection().close());
  }
}
