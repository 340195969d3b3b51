package dev.wayleave.coordinator.tls;

import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.SslContextFactory;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;

/// TLS of the JDK that also agrees to the protocol of ACME's challenge.
///
/// Vert.x knows HTTP's protocols only, and a handshake for any other name would be refused before
/// the certificate is chosen.
final class AcmeAlpn extends JdkSSLEngineOptions {
  AcmeAlpn() {}

  private AcmeAlpn(AcmeAlpn other) {
    super(other);
  }

  @Override
  public AcmeAlpn copy() {
    return new AcmeAlpn(this);
  }

  @Override
  public SslContextFactory sslContextFactory() {
    return new Factory(super.sslContextFactory());
  }

  private record Factory(SslContextFactory jdk) implements SslContextFactory {
    @Override
    public SslContextFactory applicationProtocols(List<String> protocols) {
      jdk.applicationProtocols(
          Stream.concat(protocols.stream(), Stream.of(HandshakeKeys.ACME_TLS)).toList());
      return this;
    }

    @Override
    public SslContextFactory useAlpn(boolean use) {
      jdk.useAlpn(use);
      return this;
    }

    @Override
    public SslContextFactory clientAuth(ClientAuth auth) {
      jdk.clientAuth(auth);
      return this;
    }

    @Override
    public SslContextFactory forClient(boolean client) {
      jdk.forClient(client);
      return this;
    }

    @Override
    public SslContextFactory keyMananagerFactory(KeyManagerFactory keys) {
      jdk.keyMananagerFactory(keys);
      return this;
    }

    @Override
    public SslContextFactory trustManagerFactory(TrustManagerFactory trust) {
      jdk.trustManagerFactory(trust);
      return this;
    }

    @Override
    public SslContextFactory enabledCipherSuites(Set<String> suites) {
      jdk.enabledCipherSuites(suites);
      return this;
    }

    @Override
    public SslContextFactory serverName(String name) {
      jdk.serverName(name);
      return this;
    }

    @Override
    public SslContext create() throws SSLException {
      return jdk.create();
    }
  }
}
