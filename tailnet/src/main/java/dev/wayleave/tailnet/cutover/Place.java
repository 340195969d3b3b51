package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.model.ServerSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where clients reach a server, and where it listens.
///
/// @param url nothing where the setting is no URL
/// @param listen `HOST:PORT`
/// @param certificate the file of its certificate; empty where it has none
/// @param acmeHost the name that it has certified by itself; empty where it does not
record Place(
    @Nullable ServerUrl url,
    String listen,
    String certificate,
    String key,
    String acmeHost,
    String acmeChallenge) {
  private static final int HTTP = 80;

  static Place of(ServerSettings server) {
    Map<String, String> other = server.other();
    return new Place(
        ServerUrl.parse(server.serverUrl()).orElse(null),
        server.listenAddress(),
        other.getOrDefault("tls_cert_path", ""),
        other.getOrDefault("tls_key_path", ""),
        other.getOrDefault("tls_letsencrypt_hostname", ""),
        other.getOrDefault("tls_letsencrypt_challenge_type", "HTTP-01"));
  }

  boolean isEncrypted() {
    return url != null && url.encrypted();
  }

  /// Whether the server itself ends TLS.
  boolean endsTls() {
    return !certificate.isEmpty() || !acmeHost.isEmpty();
  }

  int urlPort() {
    return url == null ? HTTP : url.port();
  }

  /// The port on which it listens; 0 where that is not written.
  int listenPort() {
    try {
      return Integer.parseInt(listen.substring(listen.lastIndexOf(':') + 1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
