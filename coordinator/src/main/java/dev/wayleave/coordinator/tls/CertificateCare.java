package dev.wayleave.coordinator.tls;

/// Keeps certificates fresh while the server runs.
@FunctionalInterface
public interface CertificateCare {
  /// Begins; once, and when the server listens: an authority calls back.
  void begin();
}
