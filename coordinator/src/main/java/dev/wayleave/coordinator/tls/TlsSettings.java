package dev.wayleave.coordinator.tls;

import dev.wayleave.coordinator.tls.TlsOptions.Acme;
import dev.wayleave.coordinator.tls.TlsOptions.AcmeChallenge;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads the settings of certificates, by their keys in the configuration file.
public final class TlsSettings {
  private static final String CERTIFICATE = "tls-certificate";
  private static final String KEY = "tls-key";
  private static final String ACME = "acme";
  private static final String ACME_HOST = "acme-host";
  private static final String ACME_DIRECTORY = "acme-directory";
  private static final String ACME_EMAIL = "acme-email";
  private static final String ACME_CA = "acme-ca";
  private static final String HTTP_PORT = "http-port";

  /// All of them.
  public static final List<String> KEYS =
      List.of(CERTIFICATE, KEY, ACME, ACME_HOST, ACME_DIRECTORY, ACME_EMAIL, ACME_CA, HTTP_PORT);

  private static final String LETS_ENCRYPT = "https://acme-v02.api.letsencrypt.org/directory";
  private static final String OFF = "off";
  private static final int USUAL_HTTP_PORT = 80;
  private static final int GREATEST_PORT = 65535;

  private final Function<String, Optional<String>> values;

  private TlsSettings(Function<String, Optional<String>> values) {
    this.values = key -> values.apply(key).map(String::strip).filter(value -> !value.isEmpty());
  }

  /// Reads them, and says in one sentence what does not fit together.
  ///
  /// @param serverUrl whose host is certified where no other is named
  public static TlsOptions read(
      Function<String, Optional<String>> values, Optional<String> serverUrl) throws TlsException {
    return new TlsSettings(values).read(serverUrl);
  }

  private TlsOptions read(Optional<String> serverUrl) throws TlsException {
    Optional<String> certificate = values.apply(CERTIFICATE);
    Optional<String> key = values.apply(KEY);
    Optional<String> acme = values.apply(ACME).filter(value -> !value.equals(OFF));
    if (acme.isPresent()) {
      if (certificate.isPresent() || key.isPresent()) {
        throw new TlsException(
            "Both acme and tls-certificate are set; set the one that the certificate comes from.");
      }
      return acme(acme.get(), serverUrl);
    }
    if (certificate.isPresent() != key.isPresent()) {
      throw new TlsException(
          "Only one of tls-certificate and tls-key is set; set both or neither.");
    }
    if (certificate.isEmpty()) {
      if (values.apply(HTTP_PORT).filter(port -> !port.equals(OFF)).isPresent()) {
        throw new TlsException(
            "http-port is set without a certificate; set tls-certificate or acme, or leave it out.");
      }
      return new TlsOptions.Off();
    }
    return new TlsOptions.Files(
        Path.of(certificate.get()).toAbsolutePath(),
        Path.of(key.orElseThrow()).toAbsolutePath(),
        httpPort(null));
  }

  private Acme acme(String challenge, Optional<String> serverUrl) throws TlsException {
    AcmeChallenge how =
        switch (challenge) {
          case "http-01" -> AcmeChallenge.HTTP_01;
          case "tls-alpn-01" -> AcmeChallenge.TLS_ALPN_01;
          default ->
              throw new TlsException(
                  "acme is \"" + challenge + "\"; write http-01, tls-alpn-01 or off.");
        };
    String host =
        values
            .apply(ACME_HOST)
            .or(() -> serverUrl.map(url -> String.valueOf(URI.create(url).getHost())))
            .orElseThrow(() ->
                new TlsException(
                    "acme is set and no name to certify; set server-url or acme-host."));
    return new Acme(
        how,
        host,
        directory(values.apply(ACME_DIRECTORY).orElse(LETS_ENCRYPT)),
        values.apply(ACME_EMAIL).orElse(null),
        values.apply(ACME_CA).map(Path::of).map(Path::toAbsolutePath).orElse(null),
        httpPort(how == AcmeChallenge.HTTP_01 ? USUAL_HTTP_PORT : null));
  }

  private static URI directory(String text) throws TlsException {
    try {
      URI uri = URI.create(text);
      if ("https".equals(uri.getScheme()) && uri.getHost() != null) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new TlsException("acme-directory is \"" + text + "\"; write an https URL.");
  }

  private @Nullable Integer httpPort(@Nullable Integer usual) throws TlsException {
    Optional<String> named = values.apply(HTTP_PORT);
    if (named.isEmpty()) {
      return usual;
    }
    if (named.get().equals(OFF)) {
      return null;
    }
    if (!named.get().matches("\\d{1,5}") || Integer.parseInt(named.get()) > GREATEST_PORT) {
      throw new TlsException("http-port is \"" + named.get() + "\"; write a port, or off.");
    }
    return Integer.parseInt(named.get());
  }
}
