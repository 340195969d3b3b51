package dev.wayleave.coordinator.relay;

import dev.wayleave.coordinator.door.Visitor;
import dev.wayleave.protocol.derp.ClientDetails;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.Http1xServerConnection;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The relay on the coordinator's origin: `GET /derp`, and what clients probe.
@Singleton
final class RelayRoutes {
  /// The subprotocol of a WebSocket that carries DERP.
  static final String SUBPROTOCOL = "derp";

  private static final String CHALLENGE = "x-tailscale-challenge";
  private static final String CHALLENGE_FORM = "[A-Za-z0-9._:-]{1,64}";

  private final Relay relay;
  private final Vertx vertx;

  RelayRoutes(Relay relay, Vertx vertx) {
    this.relay = relay;
    this.vertx = vertx;
  }

  void route(@Observes Router router) {
    router.get("/derp").handler(this::upgrade);
    for (String probe : new String[] {"/derp/probe", "/derp/latency-check"}) {
      router.route(HttpMethod.GET, probe).handler(RelayRoutes::probed);
      router.route(HttpMethod.HEAD, probe).handler(RelayRoutes::probed);
    }
    router.route(HttpMethod.GET, "/generate_204").handler(RelayRoutes::noContent);
    router.route(HttpMethod.HEAD, "/generate_204").handler(RelayRoutes::noContent);
  }

  private void upgrade(RoutingContext context) {
    HttpServerRequest request = context.request();
    String upgrade = request.getHeader("upgrade");
    String wanted = upgrade == null ? "" : upgrade.toLowerCase(Locale.ROOT);
    boolean known = wanted.equals("derp") || wanted.equals("websocket");
    // HTTP/2 has no upgrade, and its connection cannot become a socket.
    if (!known || request.version() != HttpVersion.HTTP_1_1) {
      request
          .response()
          .setStatusCode(426)
          .putHeader("upgrade", "DERP")
          .putHeader("connection", "Upgrade")
          .end("This is a DERP relay; ask with \"Upgrade: DERP\".\n");
      return;
    }
    if (!relay.enter(Sources.of(context))) {
      request.response().setStatusCode(503).putHeader("retry-after", "5").end();
      return;
    }
    Http1xServerConnection connection = (Http1xServerConnection) request.connection();
    // Old clients ask for a WebSocket and mean DERP; those that speak WebSocket name the protocol.
    if (wanted.equals("websocket") && namesDerp(request.getHeader("sec-websocket-protocol"))) {
      // Before the handshake: after it Vert.x knows of no request any more that could be told.
      forget(connection);
      request
          .toWebSocket()
          .onSuccess(socket -> {
            Visitor.leave(connection.channel());
            relay.accept(Pipe.of(socket, connection.channel()), vertx);
          })
          .onFailure(_ -> relay.giveBack());
    } else {
      takeOver(request, connection);
    }
  }

  private void takeOver(HttpServerRequest request, Http1xServerConnection connection) {
    HttpServerResponse response = request.response();
    response
        .putHeader("upgrade", "DERP")
        .putHeader("connection", "Upgrade")
        .putHeader("derp-version", Integer.toString(ClientDetails.VERSION))
        .putHeader("derp-public-key", relay.publicKey().hex());
    request
        .toNetSocket()
        .onSuccess(socket -> {
          forget(connection);
          Visitor.leave(connection.channel());
          relay.accept(Pipe.of(socket, connection.channel()), vertx);
        })
        .onFailure(_ -> {
          relay.giveBack();
          connection.close();
        });
  }

  /// Tells who watches the request that no answer is to be waited for any more: Quarkus counts
  /// requests, and when it stops it waits for those that have not ended. This one is a socket now,
  /// of which HTTP hears nothing, not even when it is closed.
  private static void forget(Http1xServerConnection connection) {
    connection.handleException(new VertxException("the request is a socket now", true));
  }

  private static boolean namesDerp(@Nullable String protocols) {
    return protocols != null
        && Arrays.stream(protocols.split(",")).map(String::strip).anyMatch(SUBPROTOCOL::equals);
  }

  /// Browsers measure how far the relay is from pages of anywhere.
  private static void probed(RoutingContext context) {
    context.response().putHeader("access-control-allow-origin", "*").end();
  }

  /// Tells a client whether it gets through to here, or a captive portal answers in our place: that
  /// would not know what to make of the challenge.
  private static void noContent(RoutingContext context) {
    HttpServerResponse response = context.response().setStatusCode(204);
    String challenge = context.request().getHeader(CHALLENGE);
    if (challenge != null && challenge.matches(CHALLENGE_FORM)) {
      response.putHeader("x-tailscale-response", "response " + challenge);
    }
    response
        .putHeader("cache-control", "no-cache, no-store, must-revalidate, no-transform, max-age=0")
        .end();
  }
}
