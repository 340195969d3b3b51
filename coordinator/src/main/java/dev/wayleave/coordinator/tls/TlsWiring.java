package dev.wayleave.coordinator.tls;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Makes what shows certificates and what keeps them fresh.
@Singleton
final class TlsWiring {
  @Produces
  @Singleton
  TlsOptions options(Config config) {
    Optional<String> serverUrl = config.getOptionalValue("wayleave.server-url", String.class);
    return orFail(() ->
        TlsSettings.read(
            key -> config.getOptionalValue("wayleave." + key, String.class), serverUrl));
  }

  @Produces
  @Singleton
  Certificates certificates(TlsOptions options, SecureRandom random, InstantSource clock) {
    return new Certificates(
        switch (options) {
          case TlsOptions.Files files ->
              orFail(() -> PemFiles.read(files.certificate(), files.key()));
          case TlsOptions.Off _, TlsOptions.Acme _ -> SelfSigned.make(random, clock.instant());
        });
  }

  private interface Reading<T> {
    T get() throws TlsException;
  }

  /// The process has tried the same before it started the server, so this does not happen.
  private static <T> T orFail(Reading<T> reading) {
    try {
      return reading.get();
    } catch (TlsException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  @Produces
  @Singleton
  Proofs proofs() {
    return new Proofs();
  }

  @Produces
  @Singleton
  CertificateKeeper keeper(Certificates certificates, InstantSource clock) {
    return new CertificateKeeper(certificates, clock, new AlarmThread());
  }

  @Produces
  @Singleton
  CertificateCare care(
      TlsOptions options,
      Certificates certificates,
      CertificateKeeper keeper,
      Proofs proofs,
      SecureRandom random,
      InstantSource clock,
      @ConfigProperty(name = "wayleave.data") Optional<String> data) {
    return () -> {
      switch (options) {
        case TlsOptions.Off _ -> {}
        case TlsOptions.Files files -> keeper.watch(files);
        case TlsOptions.Acme acme -> {
          AcmeOrder order = new AcmeOrder(acme, certificates, proofs, random, clock);
          AcmeFiles files = files(data, acme);
          keeper.renew(() -> order.place(files.account(random)), files);
        }
      }
    };
  }

  private static AcmeFiles files(Optional<String> data, TlsOptions.Acme acme) {
    return AcmeFiles.of(Path.of(data.orElse(".")).resolve("acme"), acme);
  }

  /// Before the server listens, so that no handshake sees less than there is.
  void restore(
      @Observes StartupEvent event,
      TlsOptions options,
      CertificateKeeper keeper,
      @ConfigProperty(name = "wayleave.data") Optional<String> data) {
    if (options instanceof TlsOptions.Acme acme) {
      boolean _ = keeper.restore(files(data, acme));
    }
  }

  void stop(@Observes ShutdownEvent event, CertificateKeeper keeper) {
    keeper.close();
  }
}
