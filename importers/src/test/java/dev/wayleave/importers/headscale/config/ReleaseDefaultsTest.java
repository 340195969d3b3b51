package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseDefaultsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "0.19.0, null",
    "0.20.0, PT4320H",
    "0.24.3 to 0.25.1, PT4320H",
    "0.28.0, PT4320H",
    "0.29.2, null",
    "0.30.0-dev, null",
    "unknown, PT4320H",
  })
  void unsetExpiryOfOidcLoginsMeansWhatItsReleaseTookItFor(String release, String expiry)
      throws Exception {
    HeadscaleConfig config =
        new ConfigFolder(folder).with("oidc: {issuer: 'https://idp'}\n").forRelease(release);

    assertThat(String.valueOf(Objects.requireNonNull(config.server().oidc()).nodeExpiry()))
        .isEqualTo(expiry);
    assertThat(ConfigFolder.codes(config).contains("OIDC_EXPIRY_DEFAULT"))
        .isEqualTo(!expiry.equals("null"));
  }

  @Test
  void expiryThatIsSetStaysWhatItIs() throws Exception {
    HeadscaleConfig config =
        new ConfigFolder(folder)
            .with("oidc: {issuer: 'https://idp', expiry: 7d}\n")
            .forRelease("0.29.2");

    assertThat(Objects.requireNonNull(config.server().oidc()).nodeExpiry()).isEqualTo("PT168H");
  }
}
