package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.FrameLimits;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.vertx.core.http.HttpServerOptions;
import jakarta.inject.Singleton;

/// Lets the server agree to WebSockets that carry DERP.
@Singleton
final class WebSocketForm implements HttpServerOptionsCustomizer {
  /// A client may send a whole frame of DERP as one message, or less.
  private static final int MESSAGE_BYTES = 2 * FrameLimits.MAX_PACKET_BYTES;

  @Override
  public void customizeHttpServer(HttpServerOptions options) {
    customize(options);
  }

  @Override
  public void customizeHttpsServer(HttpServerOptions options) {
    customize(options);
  }

  static void customize(HttpServerOptions options) {
    options.addWebSocketSubProtocol(RelayRoutes.SUBPROTOCOL);
    // What is carried is encrypted and does not get smaller.
    options.setPerMessageWebSocketCompressionSupported(false);
    options.setPerFrameWebSocketCompressionSupported(false);
    options.setMaxWebSocketFrameSize(Math.max(options.getMaxWebSocketFrameSize(), MESSAGE_BYTES));
    options.setMaxWebSocketMessageSize(
        Math.max(options.getMaxWebSocketMessageSize(), MESSAGE_BYTES));
  }
}
