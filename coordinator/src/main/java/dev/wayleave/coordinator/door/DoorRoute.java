package dev.wayleave.coordinator.door;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// Tells connections that the head of their request is complete, before anything looks at it.
@Singleton
final class DoorRoute {
  void register(@Observes Router router) {
    on(router);
  }

  static void on(Router router) {
    router.route().order(Integer.MIN_VALUE).handler(DoorRoute::arrived);
  }

  private static void arrived(RoutingContext context) {
    HttpServerRequest request = context.request();
    Visitor.on(request.connection())
        .ifPresent(visitor -> {
          visitor.asked(request.version() == HttpVersion.HTTP_2);
          context.addEndHandler(_ -> visitor.answered());
        });
    context.next();
  }
}
