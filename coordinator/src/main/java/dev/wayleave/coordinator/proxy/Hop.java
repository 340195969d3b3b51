package dev.wayleave.coordinator.proxy;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one proxy says of the request that came to it.
///
/// @param from whence it came, if the proxy tells an address
/// @param encrypted whether it came over TLS
record Hop(Optional<IpAddress> from, boolean encrypted) {
  private static final String HTTPS = "https";

  /// Reads `Forwarded` (RFC 7239), the client's hop first.
  static List<Hop> forwarded(List<String> headers) {
    List<Hop> hops = new ArrayList<>();
    for (String element : String.join(",", headers).split(",", -1)) {
      String from = "";
      String protocol = "";
      for (String pair : element.split(";", -1)) {
        String[] parts = pair.strip().split("=", 2);
        if (parts.length == 2 && parts[0].equalsIgnoreCase("for")) {
          from = unquoted(parts[1]);
        } else if (parts.length == 2 && parts[0].equalsIgnoreCase("proto")) {
          protocol = unquoted(parts[1]);
        }
      }
      hops.add(new Hop(address(from), protocol.equalsIgnoreCase(HTTPS)));
    }
    return hops;
  }

  /// Reads `X-Forwarded-For` and `X-Forwarded-Proto`, the client's hop first. Proxies extend the
  /// first and usually set the second, which is of the last hop then.
  static List<Hop> xForwarded(List<String> addresses, List<String> protocols) {
    String[] told = String.join(",", protocols).split(",", -1);
    boolean encrypted = told[told.length - 1].strip().equalsIgnoreCase(HTTPS);
    List<Hop> hops = new ArrayList<>();
    for (String element : String.join(",", addresses).split(",", -1)) {
      hops.add(new Hop(address(element.strip()), encrypted));
    }
    return hops;
  }

  private static String unquoted(String text) {
    String stripped = text.strip();
    boolean quoted = stripped.length() >= 2 && stripped.startsWith("\"") && stripped.endsWith("\"");
    return quoted ? stripped.substring(1, stripped.length() - 1) : stripped;
  }

  /// An address with or without a port; nothing for `unknown` and for names that hide one.
  static Optional<IpAddress> address(String text) {
    String bare = text;
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      bare = end < 0 ? "" : text.substring(1, end);
    } else if (text.indexOf(':') >= 0 && text.indexOf(':') == text.lastIndexOf(':')) {
      bare = text.substring(0, text.indexOf(':'));
    }
    try {
      return Optional.of(IpAddress.parse(bare));
    } catch (IllegalArgumentException notAnAddress) {
      return Optional.empty();
    }
  }
}
