package dev.wayleave.coordinator.security;

import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where a request comes from.
public final class Callers {
  private Callers() {}

  /// The peer's address. Headers that claim another are not believed: anyone can send them.
  public static String address(RoutingContext context) {
    SocketAddress peer = context.request().remoteAddress();
    String address = peer == null ? null : peer.hostAddress();
    return address == null ? "unknown" : address;
  }

  /// Whether the request comes from this machine. A reverse proxy here that passes on what came in
  /// unencrypted shows by its headers.
  static boolean isLocal(RoutingContext context) {
    boolean passedOn =
        context.request().headers().contains("Forwarded")
            || context.request().headers().contains("X-Forwarded-For");
    return !passedOn && isLoopback(address(context));
  }

  private static boolean isLoopback(String address) {
    try {
      // A literal is parsed, not looked up.
      return !address.equals("unknown") && InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
