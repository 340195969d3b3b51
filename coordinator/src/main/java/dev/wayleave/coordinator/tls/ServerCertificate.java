package dev.wayleave.coordinator.tls;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A certificate with its chain, leaf first, and the key that belongs to it.
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
  public ServerCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("a certificate chain has at least one certificate");
    }
  }

  public X509Certificate leaf() {
    return chain.getFirst();
  }

  public Instant from() {
    return leaf().getNotBefore().toInstant();
  }

  public Instant until() {
    return leaf().getNotAfter().toInstant();
  }

  /// Says whose it is, never the key.
  @Override
  public String toString() {
    return "certificate of " + leaf().getSubjectX500Principal() + " until " + until();
  }
}
