package dev.wayleave.coordinator.derpmap;

import dev.wayleave.protocol.wire.DerpNode;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.tailnet.model.DerpSettings.EmbeddedRegion;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;

/// The region of a relay that is part of a control server.
final class OwnRegion {
  /// What Headscale has by default, so that a client's home does not change by a move.
  static final int DEFAULT_ID = 999;

  /// A region of a coordinator that nothing was imported into.
  static final EmbeddedRegion DEFAULT =
      new EmbeddedRegion(DEFAULT_ID, "wayleave", "Wayleave", true, "", true, "", "");

  /// No STUN, in a map.
  static final int NO_STUN = -1;

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /// Not this family, and do not ask DNS for it.
  private static final String NOT_USED = "none";

  private OwnRegion() {}

  /// The region as clients are told of it: the relay answers where its control server does.
  ///
  /// @param id where the settings' own is taken
  /// @param url of the control server
  /// @param stunPort or [#NO_STUN]
  static DerpRegion of(EmbeddedRegion settings, int id, URI url, int stunPort) {
    String host = host(url);
    boolean literal6 = host.contains(":");
    boolean literal4 = !literal6 && isAddress(host);
    String ipv4 = settings.ipv4();
    String ipv6 = settings.ipv6();
    if (ipv4.isEmpty() && (literal4 || literal6)) {
      ipv4 = literal4 ? host : NOT_USED;
    }
    if (ipv6.isEmpty() && (literal4 || literal6)) {
      ipv6 = literal6 ? host : NOT_USED;
    }
    String code = settings.regionCode().isEmpty() ? DEFAULT.regionCode() : settings.regionCode();
    String name = settings.regionName().isEmpty() ? DEFAULT.regionName() : settings.regionName();
    DerpNode node =
        new DerpNode(
            Integer.toString(id),
            id,
            host,
            "",
            ipv4,
            ipv6,
            stunPort,
            false,
            port(url),
            false,
            "",
            false);
    return new DerpRegion(id, code, name, 0, 0, false, false, List.of(node));
  }

  /// The id that settings give, or the usual one where they give none.
  static int id(EmbeddedRegion settings) {
    return settings.regionId() > 0 ? settings.regionId() : DEFAULT_ID;
  }

  /// The host of a URL, an IPv6 address without its brackets.
  static String host(URI url) {
    String host = url.getHost() == null ? "" : url.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return "http".equals(url.getScheme()) ? HTTP : HTTPS;
  }

  /// Whether the text is an address, not a name.
  static boolean isAddress(String text) {
    try {
      InetAddress.ofLiteral(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
