package dev.wayleave.coordinator.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PemFilesTest {
  @TempDir Path folder;
  private Path certificate = Path.of("certificate.pem");
  private Path key = Path.of("key.pem");

  @BeforeEach
  void nameFiles() {
    certificate = folder.resolve("certificate.pem");
    key = folder.resolve("key.pem");
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void readsKeysInTheirOldForms(String algorithm) throws Exception {
    MadeCertificate made = MadeCertificate.of(algorithm, "one");
    made.writeCertificate(certificate);
    made.writeKey(key);
    ServerCertificate read = PemFiles.read(certificate, key);
    assertThat(read.leaf()).isEqualTo(made.certificate());
    assertThat(read.key().getAlgorithm()).isEqualTo(algorithm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RSA", "EC"})
  void readsKeysInPkcs8(String algorithm) throws Exception {
    MadeCertificate made = MadeCertificate.of(algorithm, "one");
    made.writeCertificate(certificate);
    made.writeModernKey(key);
    assertThat(PemFiles.read(certificate, key).key().getEncoded())
        .isEqualTo(made.pair().getPrivate().getEncoded());
  }

  @Test
  void aKeyOfAnotherCertificateIsRefused() throws Exception {
    MadeCertificate.of("EC", "one").writeCertificate(certificate);
    MadeCertificate.of("EC", "two").writeKey(key);
    assertRefused("The key in " + key + " does not belong to the certificate in " + certificate);
  }

  @Test
  void filesThatHoldSomethingElseAreNamed() throws Exception {
    Files.writeString(certificate, "hello\n");
    Files.writeString(key, "hello\n");
    assertRefused("in " + certificate);
    MadeCertificate.of("EC", "one").writeCertificate(certificate);
    assertRefused("There is no private key in " + key);
  }

  @Test
  void missingFilesAreNamed() {
    assertRefused("The file " + certificate + " cannot be read");
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> PemFiles.read(certificate, key))
        .isInstanceOf(TlsException.class)
        .hasMessageContaining(sentence);
  }
}
