package dev.wayleave.tailnet.cutover;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// A server's own certificate: whom it is for, and when it holds.
record Leaf(X509Certificate certificate) {
  private static final Duration SOON = Duration.ofDays(14);
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  Instant begin() {
    return certificate.getNotBefore().toInstant();
  }

  Instant end() {
    return certificate.getNotAfter().toInstant();
  }

  boolean holdsAt(Instant now) {
    return !end().isBefore(now) && !begin().isAfter(now);
  }

  boolean endsSoonAfter(Instant now) {
    return end().isBefore(now.plus(SOON));
  }

  /// The names and addresses that it is for.
  List<String> names() throws CertificateParsingException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    return (names == null ? Stream.<List<?>>empty() : names.stream())
        .filter(name ->
            Integer.valueOf(DNS_NAME).equals(name.getFirst())
                || Integer.valueOf(IP_ADDRESS).equals(name.getFirst()))
        .map(name -> String.valueOf(name.get(1)).toLowerCase(Locale.ROOT))
        .toList();
  }

  boolean isFor(String host) throws CertificateParsingException {
    return names().stream().anyMatch(name -> covers(name, host));
  }

  /// A star stands for one label (RFC 6125 §6.4.3).
  private static boolean covers(String name, String host) {
    return name.equals(host)
        || (name.startsWith("*.")
            && host.indexOf('.') > 0
            && host.substring(host.indexOf('.')).equals(name.substring(1)));
  }
}
