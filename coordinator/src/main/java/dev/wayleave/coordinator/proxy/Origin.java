package dev.wayleave.coordinator.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/// Where a request came from.
///
/// @param address of the client, or `unknown`
/// @param encrypted whether the client spoke TLS, here or to a proxy that is believed
public record Origin(String address, boolean encrypted) {
  private static final String UNKNOWN = "unknown";

  /// The origin as [OriginRoute] has found it; else who is connected.
  public static Origin of(RoutingContext context) {
    Origin found = context.get(OriginRoute.KEY);
    return found == null ? peer(context.request()) : found;
  }

  static Origin of(HttpServerRequest request, TrustedProxies trusted) {
    List<String> addresses = request.headers().getAll("X-Forwarded-For");
    List<String> forwarded = request.headers().getAll("Forwarded");
    return trusted.origin(
        peer(request),
        forwarded.isEmpty() ? List.of() : Hop.forwarded(forwarded),
        addresses.isEmpty()
            ? List.of()
            : Hop.xForwarded(addresses, request.headers().getAll("X-Forwarded-Proto")));
  }

  private static Origin peer(HttpServerRequest request) {
    SocketAddress peer = request.remoteAddress();
    String address = peer == null ? null : peer.hostAddress();
    return new Origin(address == null ? UNKNOWN : address, request.isSSL());
  }
}
