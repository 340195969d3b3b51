package dev.wayleave.coordinator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.coordinator.tls.TlsOptions.Acme;
import dev.wayleave.coordinator.tls.TlsOptions.AcmeChallenge;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsSettingsTest {
  private static TlsOptions read(Map<String, String> settings) throws TlsException {
    return TlsSettings.read(
        key -> Optional.ofNullable(settings.get(key)), Optional.of("https://vpn.example.com:8443"));
  }

  @Test
  void nothingSetMeansPlain() throws Exception {
    assertThat(read(Map.of())).isEqualTo(new TlsOptions.Off());
    assertThat(read(Map.of("acme", "off", "http-port", "off"))).isEqualTo(new TlsOptions.Off());
  }

  @Test
  void acmeCertifiesTheHostOfTheServerUrl() throws Exception {
    assertThat(read(Map.of("acme", "http-01")))
        .isEqualTo(
            new Acme(
                AcmeChallenge.HTTP_01,
                "vpn.example.com",
                URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                null,
                null,
                80));
    assertThat(((Acme) read(Map.of("acme", "tls-alpn-01", "acme-host", "other.example"))).host())
        .isEqualTo("other.example");
  }

  @Test
  void theChallengeInTheHandshakeNeedsNoPlainPort() throws Exception {
    assertThat(((Acme) read(Map.of("acme", "tls-alpn-01"))).httpPort()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls-certificate=c.pem | Only one of tls-certificate and tls-key is set",
        "acme=dns-01 | acme is \"dns-01\"; write http-01, tls-alpn-01 or off.",
        "acme=http-01,tls-key=k.pem | Both acme and tls-certificate are set",
        "http-port=80 | http-port is set without a certificate",
        "acme=http-01,http-port=eighty | http-port is \"eighty\"; write a port, or off.",
        "acme=http-01,http-port=70000 | http-port is \"70000\"",
        "acme=http-01,acme-directory=http://x/ | acme-directory is \"http://x/\"; write an https URL."
      })
  void whatDoesNotFitTogetherIsSaidInOneSentence(String settings, String sentence) {
    Map<String, String> map = new java.util.HashMap<>();
    for (String setting : settings.split(",", -1)) {
      String[] parts = setting.split("=", 2);
      map.put(parts[0], parts[1]);
    }
    assertThatThrownBy(() -> read(map))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining(sentence);
  }
}
