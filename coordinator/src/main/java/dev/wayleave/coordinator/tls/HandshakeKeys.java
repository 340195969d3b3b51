package dev.wayleave.coordinator.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Chooses the certificate of each handshake from those that are current then.
final class HandshakeKeys extends X509ExtendedKeyManager {
  /// The protocol name by which an authority asks for its proof (RFC 8737).
  static final String ACME_TLS = "acme-tls/1";

  private static final String CURRENT = "current";
  private static final String CHALLENGE = "challenge ";

  private final Certificates certificates;

  HandshakeKeys(Certificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String alias =
        ACME_TLS.equals(engine.getHandshakeApplicationProtocol())
            ? CHALLENGE + requestedHost(engine).orElse("")
            : CURRENT;
    return find(alias).filter(found -> isOf(keyType, found.key())).isPresent() ? alias : null;
  }

  private static Optional<String> requestedHost(SSLEngine engine) {
    return engine.getHandshakeSession() instanceof ExtendedSSLSession session
        ? session.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
        : Optional.empty();
  }

  private static boolean isOf(String keyType, PrivateKey key) {
    return keyType.equals(key.getAlgorithm())
        || (keyType.equals("EdDSA") && key.getAlgorithm().equals("Ed25519"))
        || (keyType.equals("RSASSA-PSS") && key.getAlgorithm().equals("RSA"));
  }

  private Optional<ServerCertificate> find(String alias) {
    return alias.startsWith(CHALLENGE)
        ? certificates.challenge(alias.substring(CHALLENGE.length()))
        : Optional.of(certificates.current());
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return find(alias).map(found -> found.chain().toArray(X509Certificate[]::new)).orElse(null);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return find(alias).map(ServerCertificate::key).orElse(null);
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return Arrays.asList("EC", "RSA", "EdDSA").contains(keyType) ? new String[] {CURRENT} : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return isOf(keyType, certificates.current().key()) ? CURRENT : null;
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
