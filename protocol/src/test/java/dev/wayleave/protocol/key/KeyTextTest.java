package dev.wayleave.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class KeyTextTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);

  @Test
  void textFormsRoundTrip() {
    assertThat(MachineKey.parse("mkey:" + DIGITS)).hasToString("mkey:" + DIGITS);
    assertThat(NodeKey.parse("nodekey:" + DIGITS)).hasToString("nodekey:" + DIGITS);
    assertThat(DiscoKey.parse("discokey:" + DIGITS)).hasToString("discokey:" + DIGITS);
    assertThat(MachinePrivateKey.parse("privkey:" + DIGITS).reveal())
        .isEqualTo("privkey:" + DIGITS);
  }

  @Test
  void refusesTheKeyOfAnotherRole() {
    assertThatThrownBy(() -> MachineKey.parse("nodekey:" + DIGITS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a machine key begins with mkey:");
  }

  @Test
  void refusalsDoNotRepeatThePrivateDigits() {
    assertThatThrownBy(() -> MachinePrivateKey.parse("privkey:" + DIGITS + "z"))
        .hasMessageNotContaining("0123456789");
    assertThatThrownBy(() -> MachinePrivateKey.parse("privkey:" + DIGITS.replace('f', 'x')))
        .hasMessage("a key is written in hex digits only");
  }

  /// RFC 7748 §5.2: the first iteration starts from scalar and point 9.
  @Test
  void publicKeyFollowsRfc7748() {
    assertThat(MachinePrivateKey.parse("privkey:09" + "00".repeat(31)).publicKey())
        .hasToString("mkey:422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
  }

  @Test
  void printingAPrivateKeyShowsOnlyThePublicHalf() {
    var key = MachinePrivateKey.parse("privkey:" + DIGITS);
    assertThat(key.toString()).doesNotContain(DIGITS).contains(key.publicKey().toString());
  }
}
