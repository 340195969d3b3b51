package dev.wayleave.coordinator.tls;

/// Asks for a certificate, once.
@FunctionalInterface
interface CertificateOrder {
  /// Takes up to some minutes.
  ServerCertificate place() throws TlsException, InterruptedException;
}
