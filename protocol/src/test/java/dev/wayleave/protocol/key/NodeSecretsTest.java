package dev.wayleave.protocol.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// What holds for the keys of DERP and Tailnet Lock.
class NodeSecretsTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);

  @Test
  void textFormsRoundTrip() {
    assertThat(NodePrivateKey.parse("privkey:" + DIGITS).reveal()).isEqualTo("privkey:" + DIGITS);
    assertThat(DerpMeshKey.parse(DIGITS).reveal()).isEqualTo(DIGITS);
    assertThat(TailnetLockKey.parse("nlpub:" + DIGITS)).hasToString("nlpub:" + DIGITS);
  }

  @Test
  void readsTheTailnetLockKeyAsPeopleAreShownIt() {
    assertThat(TailnetLockKey.parse("tlpub:" + DIGITS))
        .isEqualTo(TailnetLockKey.parse("nlpub:" + DIGITS));
    assertThatThrownBy(() -> TailnetLockKey.parse("nodekey:" + DIGITS))
        .hasMessage("a Tailnet Lock key begins with nlpub:");
  }

  @Test
  void sharesOneSecretFromBothSides() {
    NodePrivateKey alice = NodePrivateKey.parse("privkey:" + DIGITS);
    NodePrivateKey bob = NodePrivateKey.parse("privkey:" + "42".repeat(32));
    byte[] hers = new byte[32];
    byte[] his = new byte[32];
    assertThat(alice.agree(bob.publicKey(), hers)).isTrue();
    assertThat(bob.agree(alice.publicKey(), his)).isTrue();
    assertThat(hers).isEqualTo(his);
  }

  @Test
  void sharesNothingWithAPointOfLowOrder() {
    NodePrivateKey alice = NodePrivateKey.parse("privkey:" + DIGITS);
    assertThat(alice.agree(NodeKey.of(new byte[32]), new byte[32])).isFalse();
  }

  @Test
  void printsAndRefusesWithoutTheDigits() {
    NodePrivateKey key = NodePrivateKey.parse("privkey:" + DIGITS);
    assertThat(key.toString()).doesNotContain(DIGITS).contains(key.publicKey().toString());
    assertThat(DerpMeshKey.parse(DIGITS).toString()).doesNotContain(DIGITS);
    assertThatThrownBy(() -> DerpMeshKey.parse(DIGITS + "z")).hasMessageNotContaining("0123456789");
    assertThatThrownBy(() -> NodePrivateKey.parse(DIGITS)).hasMessageNotContaining("0123456789");
  }

  @Test
  void knowsAMeshKeyThatIsNone() {
    assertThat(DerpMeshKey.parse("0".repeat(64)).isZero()).isTrue();
    assertThat(DerpMeshKey.parse(DIGITS).isZero()).isFalse();
    assertThat(DerpMeshKey.parse(DIGITS)).isEqualTo(DerpMeshKey.parse(DIGITS));
  }
}
