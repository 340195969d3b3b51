package dev.wayleave.coordinator.relay;

import dev.wayleave.coordinator.proxy.Origin;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// Where something comes from.
final class Sources {
  private Sources() {}

  static InetAddress of(RoutingContext context) {
    return literal(Origin.of(context).address());
  }

  /// What comes over a socket of this machine, or from an address that Java cannot read, counts as
  /// from this machine.
  static InetAddress of(@Nullable SocketAddress address) {
    String literal = address == null ? null : address.hostAddress();
    return literal == null ? InetAddress.getLoopbackAddress() : literal(literal);
  }

  private static InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return InetAddress.getLoopbackAddress();
    }
  }
}
