package dev.wayleave.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyTextTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);

  @Test
  void textFormsRoundTrip() {
    assertThat(MachineKey.parse("mkey:" + DIGITS)).hasToString("mkey:" + DIGITS);
    assertThat(NodeKey.parse("nodekey:" + DIGITS)).hasToString("nodekey:" + DIGITS);
    assertThat(DiscoKey.parse("discokey:" + DIGITS)).hasToString("discokey:" + DIGITS);
    assertThat(ChallengeKey.parse("chalpub:" + DIGITS)).hasToString("chalpub:" + DIGITS);
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

  /// RFC 7748 §6.1.
  @Test
  void twoKeysAgreeAsInRfc7748() {
    var alice =
        MachinePrivateKey.parse(
            "privkey:77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
    var bob =
        MachinePrivateKey.parse(
            "privkey:5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    byte[] ofAlice = new byte[32];
    byte[] ofBob = new byte[32];
    assertThat(alice.agree(bob.publicKey().toBytes(), ofAlice)).isTrue();
    assertThat(bob.agree(alice.publicKey().toBytes(), ofBob)).isTrue();
    assertThat(ofAlice)
        .isEqualTo(ofBob)
        .isEqualTo(
            HexFormat.of()
                .parseHex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    assertThat(alice.agree(new byte[32], ofAlice)).isFalse();
  }

  @Test
  void printingAPrivateKeyShowsOnlyThePublicHalf() {
    var key = MachinePrivateKey.parse("privkey:" + DIGITS);
    assertThat(key.toString()).doesNotContain(DIGITS).contains(key.publicKey().toString());
  }
}
