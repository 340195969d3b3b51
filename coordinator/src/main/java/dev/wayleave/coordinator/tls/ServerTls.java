package dev.wayleave.coordinator.tls;

import io.quarkus.tls.runtime.KeyStoreAndKeyCertOptions;
import io.quarkus.tls.runtime.KeyStoreProvider;
import io.quarkus.vertx.http.HttpServerOptionsCustomizer;
import io.smallrye.common.annotation.Identifier;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;

/// Gives the listener its certificates as they are at each handshake.
@Singleton
@Identifier(ServerTls.NAME)
final class ServerTls implements KeyStoreProvider {
  /// The TLS configuration of Quarkus that this stands behind.
  static final String NAME = "server";

  private final Certificates certificates;

  ServerTls(Certificates certificates) {
    this.certificates = certificates;
  }

  @Override
  public KeyStoreAndKeyCertOptions getKeyStore(Vertx vertx) {
    return new KeyStoreAndKeyCertOptions(
        store(certificates.current()), KeyCertOptions.wrap(new HandshakeKeys(certificates)));
  }

  /// Quarkus wants a key store too; handshakes do not look into it.
  private static KeyStore store(ServerCertificate certificate) {
    try {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      store.setKeyEntry(
          NAME,
          certificate.key(),
          new char[0],
          certificate.chain().toArray(X509Certificate[]::new));
      return store;
    } catch (GeneralSecurityException | IOException e) {
      throw new AssertionError("every JDK keeps keys in memory", e);
    }
  }

  /// Lets handshakes for ACME's challenge through to where their certificate is chosen.
  @Dependent
  static final class Alpn implements HttpServerOptionsCustomizer {
    @Override
    public void customizeHttpsServer(HttpServerOptions options) {
      options.setSslEngineOptions(new AcmeAlpn());
    }
  }
}
