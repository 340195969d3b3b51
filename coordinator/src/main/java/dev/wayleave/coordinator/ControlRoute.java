package dev.wayleave.coordinator;

import dev.wayleave.coordinator.control.channel.ControlChannel;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.ext.web.Router;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// `/ts2021`: where clients leave HTTP for Noise.
@Singleton
final class ControlRoute {
  /// Before the state stops, so that what clients ask last is still answered.
  private static final int BEFORE_ALL_ELSE = 1;

  private final ControlChannel channel;

  ControlRoute(ControlChannel channel) {
    this.channel = channel;
  }

  void route(@Observes Router router) {
    channel.route(router);
  }

  void stop(@Observes @Priority(BEFORE_ALL_ELSE) ShutdownEvent event) {
    channel.close();
  }
}
