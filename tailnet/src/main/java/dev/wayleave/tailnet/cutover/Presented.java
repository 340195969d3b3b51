package dev.wayleave.tailnet.cutover;

import java.security.cert.X509Certificate;
import java.util.List;

/// What came of asking for the certificate at the URL that clients hold.
public sealed interface Presented {
  /// Nobody asked, or the URL is not of HTTPS.
  record Unasked() implements Presented {}

  /// Nothing answered.
  ///
  /// @param why as part of a sentence
  record Unreachable(String why) implements Presented {}

  /// Something answered, and not as a server of TLS does.
  ///
  /// @param why as part of a sentence
  record NoTls(String why) implements Presented {}

  /// Certificates, leaf first, as they were sent.
  ///
  /// @param trusted whether this machine trusts whoever signed the last of them
  record Chain(List<X509Certificate> certificates, boolean trusted) implements Presented {
    public Chain {
      certificates = List.copyOf(certificates);
    }
  }
}
