package dev.wayleave.coordinator.security;

import dev.wayleave.coordinator.proxy.Origin;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;

/// Where a request comes from.
public final class Callers {
  private Callers() {}

  /// The client's address. Headers that claim another are believed of named proxies alone.
  public static String address(RoutingContext context) {
    return Origin.of(context).address();
  }

  /// Whether nobody between the caller and here can read what is sent: it is encrypted, or does not
  /// leave this machine.
  public static boolean isConfidential(RoutingContext context) {
    return Origin.of(context).encrypted() || isLocal(context);
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
