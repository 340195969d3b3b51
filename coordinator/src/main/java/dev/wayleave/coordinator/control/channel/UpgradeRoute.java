package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.proxy.Origin;
import dev.wayleave.protocol.control.ControlException;
import dev.wayleave.protocol.control.Upgrade;
import io.vertx.core.Context;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/// `POST /ts2021`, and `GET` as a WebSocket: the way from HTTP into Noise.
///
/// What a stranger can be refused for is refused here, before the 101: a client takes every other
/// status for a failed attempt and tries again.
final class UpgradeRoute {
  private static final int BAD_REQUEST = 400;
  private static final int TOO_MANY = 429;
  private static final int BUSY = 503;

  private final Handshakes handshakes;
  private final Connections connections;
  private final AddressRate rate;
  private final ConnectionPipeline pipeline;
  private final ChannelMeters meters;

  UpgradeRoute(
      Handshakes handshakes,
      Connections connections,
      AddressRate rate,
      ConnectionPipeline pipeline,
      ChannelMeters meters) {
    this.handshakes = handshakes;
    this.connections = connections;
    this.rate = rate;
    this.pipeline = pipeline;
    this.meters = meters;
  }

  void on(Router router) {
    router.route(Upgrade.PATH).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    Optional<Takeover> takeover = Takeover.of(request);
    if (takeover.isEmpty()) {
      refuse(
          context,
          BAD_REQUEST,
          Limit.UPGRADE,
          "this path is asked over HTTP/1.1, whose connection it takes over");
      return;
    }
    try {
      begin(context, takeover.get(), wanted(request));
    } catch (ControlException e) {
      refuse(context, BAD_REQUEST, Limit.UPGRADE, String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      refuse(context, BAD_REQUEST, Limit.UPGRADE, String.valueOf(e.getMessage()));
    }
  }

  private static Upgrade wanted(HttpServerRequest request) throws ControlException {
    Upgrade upgrade =
        Upgrade.parse(
            new Upgrade.Request(
                request.getHeader("Upgrade"),
                request.getHeader(Upgrade.HANDSHAKE),
                request.getHeader("Sec-WebSocket-Protocol"),
                request.getParam(Upgrade.HANDSHAKE)));
    HttpMethod method =
        switch (upgrade) {
          case Upgrade.ToStream _ -> HttpMethod.POST;
          case Upgrade.ToWebSocket _ -> HttpMethod.GET;
        };
    if (!method.equals(request.method())) {
      throw new IllegalArgumentException("this upgrade is asked for with " + method);
    }
    String length = request.getHeader("Content-Length");
    boolean empty = length == null || length.equals("0");
    if (!empty || request.getHeader("Transfer-Encoding") != null) {
      throw new IllegalArgumentException("this upgrade has no body");
    }
    return upgrade;
  }

  private void begin(RoutingContext context, Takeover takeover, Upgrade upgrade) {
    Takeover.Switch answer = takeover.answer(upgrade);
    String address = Origin.of(context).address();
    if (!rate.take(address)) {
      refuse(
          context,
          TOO_MANY,
          Limit.HANDSHAKES_PER_ADDRESS,
          "too many connections are made from this address; try again");
      return;
    }
    if (!connections.seat(takeover.channel())) {
      refuse(
          context,
          BUSY,
          Limit.CONNECTIONS,
          "this server has as many connections as it takes; try again");
      return;
    }
    Context eventLoop = context.vertx().getOrCreateContext();
    boolean begun =
        handshakes.begin(
            upgrade.initiation(),
            address,
            outcome ->
                eventLoop.runOnContext(_ -> go(context, takeover, answer, address, outcome)));
    if (!begun) {
      refuse(context, BUSY, Limit.HANDSHAKES_WAITING, "too many clients arrive at once; try again");
    }
  }

  private void go(
      RoutingContext context,
      Takeover takeover,
      Takeover.Switch answer,
      String address,
      Handshakes.Outcome outcome) {
    boolean open = takeover.channel().isActive() && !context.response().ended();
    switch (outcome) {
      case Handshakes.Outcome.Late _ -> {
        if (open) {
          refuse(
              context,
              BUSY,
              Limit.HANDSHAKE_DEADLINE,
              "too many clients arrive at once; try again");
        }
      }
      case Handshakes.Outcome.Refused refused -> {
        if (open) {
          takeover.take(answer, handlers -> pipeline.refuse(handlers, refused.refusal()));
        }
      }
      case Handshakes.Outcome.Accepted accepted -> {
        if (open) {
          var session = accepted.answered().session();
          ControlPeer peer = new ControlPeer(session.peer(), session.version(), address);
          takeover.take(
              answer, handlers -> pipeline.build(handlers, peer, accepted, answer.early()));
        } else {
          accepted.answered().session().close();
        }
      }
    }
  }

  private void refuse(RoutingContext context, int status, Limit limit, String sentence) {
    meters.refused(limit);
    HttpServerResponse response = context.response();
    if (status != BAD_REQUEST) {
      response.putHeader("Retry-After", "5");
    }
    response
        .setStatusCode(status)
        .putHeader("Content-Type", "text/plain; charset=utf-8")
        .putHeader("Connection", "close")
        .end(sentence + "\n")
        .onComplete(_ -> context.request().connection().close());
  }
}
