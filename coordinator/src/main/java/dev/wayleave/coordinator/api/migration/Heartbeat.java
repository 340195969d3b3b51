package dev.wayleave.coordinator.api.migration;

import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/// Keeps a connection alive while a long answer is worked out.
///
/// An idle connection is closed after a little more than a minute, which protects the server from
/// clients that hold connections and say nothing. A migration of a large tailnet takes longer, so
/// an interim response (103, RFC 8297) without fields goes out now and then; clients pass over it
/// (RFC 9110 §15.2).
final class Heartbeat implements AutoCloseable {
  /// Well below `quarkus.http.idle-timeout`, and below what proxies in between usually allow.
  private static final Duration EVERY = Duration.ofSeconds(20);

  private final Vertx vertx;
  private final long timer;

  private Heartbeat(Vertx vertx, long timer) {
    this.vertx = vertx;
    this.timer = timer;
  }

  static Heartbeat of(RoutingContext context) {
    Vertx vertx = context.vertx();
    return new Heartbeat(vertx, vertx.setPeriodic(EVERY.toMillis(), _ -> beat(context)));
  }

  private static void beat(RoutingContext context) {
    if (!context.response().headWritten() && !context.response().closed()) {
      context
          .response()
          .writeEarlyHints(MultiMap.caseInsensitiveMultiMap())
          .onFailure(_ -> context.request().connection().close());
    }
  }

  @Override
  public void close() {
    vertx.cancelTimer(timer);
  }
}
