package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class SealedTextTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @Test
  void onlyTheSameSecretOpensWhatWasSealed() {
    String sealed = SealedText.seal("verifier é", "a state", RANDOM);
    assertThat(sealed).doesNotContain("verifier");
    assertThat(SealedText.open(sealed, "a state")).contains("verifier é");
    assertThat(SealedText.open(sealed, "another state")).isEmpty();
    assertThat(SealedText.seal("verifier é", "a state", RANDOM)).isNotEqualTo(sealed);
  }

  @Test
  void whatWasChangedOrIsNoSealedTextOpensNothing() {
    byte[] bytes = Base64.getDecoder().decode(SealedText.seal("text", "a state", RANDOM));
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= 1;
      assertThat(SealedText.open(Base64.getEncoder().encodeToString(changed), "a state")).isEmpty();
    }
    assertThat(SealedText.open("", "a state")).isEmpty();
    assertThat(SealedText.open("AAAA", "a state")).isEmpty();
    assertThat(SealedText.open("no base 64!", "a state")).isEmpty();
  }
}
