package dev.wayleave.coordinator.tls;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the listener's certificate comes from.
public sealed interface TlsOptions {
  /// The listener speaks plain HTTP; a reverse proxy may stand before it.
  record Off() implements TlsOptions {}

  /// Two PEM files, which are read again when they change.
  ///
  /// @param httpPort a plain port beside the encrypted one; null for none
  record Files(Path certificate, Path key, @Nullable Integer httpPort) implements TlsOptions {}

  /// A certificate authority that speaks ACME (RFC 8555); naming it agrees to its terms of service.
  ///
  /// @param host the name to certify
  /// @param email where the authority may write to; null for none
  /// @param ca PEM roots by which the directory itself is known; null for the system's
  record Acme(
      AcmeChallenge challenge,
      String host,
      URI directory,
      @Nullable String email,
      @Nullable Path ca,
      @Nullable Integer httpPort)
      implements TlsOptions {}

  /// How the authority is shown that the name is ours.
  enum AcmeChallenge {
    /// A file on port 80 (RFC 8555, section 8.3).
    HTTP_01,
    /// A certificate in a handshake on port 443 (RFC 8737).
    TLS_ALPN_01
  }
}
