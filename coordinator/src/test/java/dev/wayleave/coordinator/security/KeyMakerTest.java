package dev.wayleave.coordinator.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Base64;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.Test;

class KeyMakerTest {
  private final KeyMaker maker = new KeyMaker(new SecureRandom());

  /// The OAuth client "operator" of the database of Headscale 0.30-dev among the test data, whose
  /// secret its maker wrote down beside it.
  @Test
  void aSecretOfAnOAuthClientHasTheHashThatHeadscaleMadeOfIt() {
    String kept =
        "$argon2id$v=19$m=19456,t=2,p=1$bv1TXbP+bLMA4M53YXou7Q$5nYZ7evVQlIbpFC+xGZTgOEl6xX0CTpFTC97K5Fr9Rs";
    String secret = "0af9dc7a6b8ab1d13d0b9fac6f871101fc18589ca8edf2336b383f2ec612c12b";
    byte[] salt = Base64.getDecoder().decode("bv1TXbP+bLMA4M53YXou7Q");
    assertThat(Argon2id.phc(secret, salt)).isEqualTo(kept);
    assertThat(Argon2id.phc(secret.replace('0', '1'), salt)).isNotEqualTo(kept);
  }

  @Test
  void anOAuthClientIsKeptAsHeadscaleKeepsItBesideWhatIsQuickToCompare() {
    KeyMaker.Made made = maker.oauthClient();
    assertThat(made.text()).matches("hskey-client-[0-9a-f]{12}-[0-9a-f]{64}");
    String[] parts = made.text().split("-", -1);
    assertThat(made.kept().prefix()).isEqualTo(parts[2]);
    String kept = made.kept().hash().reveal();
    assertThat(kept).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[^$]{22}\\$[^$]{43}");
    byte[] salt = Base64.getDecoder().decode(kept.split("\\$", -1)[4]);
    assertThat(Argon2id.phc(parts[3], salt)).isEqualTo(kept);
    assertThat(made.proof()).isNotNull();
    assertThat(String.valueOf(made.proof() == null ? "" : made.proof().reveal()))
        .isEqualTo(KeyMaker.hash(parts[3]));
    assertThat(made.toString()).doesNotContain(parts[3]);
  }

  @Test
  void keysAreKeptByTheHashThatHeadscaleVerifies() {
    for (KeyMaker.Made made : new KeyMaker.Made[] {maker.apiKey(), maker.preAuthKey()}) {
      String secret = made.text().split("-", -1)[3];
      assertThat(OpenBSDBCrypt.checkPassword(made.kept().hash().reveal(), secret.toCharArray()))
          .isTrue();
    }
  }
}
