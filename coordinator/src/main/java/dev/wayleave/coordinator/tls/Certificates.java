package dev.wayleave.coordinator.tls;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

/// The certificates that handshakes are answered with at the moment.
public final class Certificates {
  private final AtomicReference<ServerCertificate> current;
  private final Map<String, ServerCertificate> challenges = new ConcurrentHashMap<>();

  /// @param first what is shown until a better one is there
  public Certificates(ServerCertificate first) {
    this.current = new AtomicReference<>(first);
  }

  public ServerCertificate current() {
    return current.get();
  }

  /// Shows another one from the next handshake on.
  public void use(ServerCertificate next) {
    current.set(next);
  }

  /// The certificate that proves to an authority, in a handshake of its own kind, that a name is
  /// ours.
  Optional<ServerCertificate> challenge(String host) {
    return Optional.ofNullable(challenges.get(host));
  }

  void prove(String host, ServerCertificate proof) {
    challenges.put(host, proof);
  }

  void proved(String host) {
    challenges.remove(host);
  }
}
