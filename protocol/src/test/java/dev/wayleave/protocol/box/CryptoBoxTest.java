package dev.wayleave.protocol.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// With the vectors of "Cryptography in NaCl" (D. J. Bernstein, 2009), sections 2, 8, 9 and 10; the
/// keys are also those of RFC 7748, section 6.1.
class CryptoBoxTest {
  private static final NodePrivateKey ALICE =
      NodePrivateKey.of(hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  private static final NodePrivateKey BOB =
      NodePrivateKey.of(hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
  private static final byte[] SHARED =
      hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
  private static final byte[] FIRST_KEY =
      hex("1b27556473e985d462cd51197a9a46c76009549eac6474f206c4ee0844f68389");
  private static final byte[] NONCE = hex("69696ee955b62b73cd62bda875fc73d68219e0036b7a0b37");
  private static final byte[] MESSAGE =
      hex(
          "be075fc53c81f2d5cf141316ebeb0c7b5228c52a4c62cbd44b66849b64244ffc"
              + "e5ecbaaf33bd751a1ac728d45e6c61296cdc3c01233561f41db66cce314adb31"
              + "0e3be8250c46f06dceea3a7fa1348057e2f6556ad6b1318a024a838f21af1fde"
              + "048977eb48f59ffd4924ca1c60902e52f0a089bc76897040e082f93776384864"
              + "5e0705");
  private static final byte[] BOX =
      hex(
          "f3ffc7703f9400e52a7dfb4b3d3305d9"
              + "8e993b9f48681273c29650ba32fc76ce48332ea7164d96a4476fb8c531a1186a"
              + "c0dfc17c98dce87b4da7f011ec48c97271d2c20f9b928fe2270d6fb863d51738"
              + "b48eeee314a7cc8ab932164548e526ae90224368517acfeabd6bb3732bc0e9da"
              + "99832b61ca01b6de56244a9e88d5f9b37973f622a43d14a6599b1f654cb45a74"
              + "e355a5");

  @Test
  void sharesThePublishedSecret() {
    byte[] secret = new byte[32];
    assertThat(ALICE.agree(BOB.publicKey(), secret)).isTrue();
    assertThat(secret).isEqualTo(SHARED);
    assertThat(HSalsa20.hash(SHARED, new byte[HSalsa20.INPUT_BYTES])).isEqualTo(FIRST_KEY);
  }

  @Test
  void hashesAsPublishedWithAnInput() {
    assertThat(HSalsa20.hash(FIRST_KEY, Arrays.copyOf(NONCE, HSalsa20.INPUT_BYTES)))
        .isEqualTo(hex("dc908dda0b9344a953629b733820778880f3ceb421bb61b91cbd4c3e66256ce4"));
  }

  @Test
  void sealsThePublishedBoxFromEitherSide() {
    assertThat(between(ALICE, BOB.publicKey()).seal(MESSAGE, NONCE)).isEqualTo(BOX);
    assertThat(between(BOB, ALICE.publicKey()).seal(MESSAGE, NONCE)).isEqualTo(BOX);
  }

  @Test
  void opensThePublishedBox() {
    byte[] sealed = HexFormat.of().parseHex(HexFormat.of().formatHex(NONCE) + hexOf(BOX));
    assertThat(between(BOB, ALICE.publicKey()).open(sealed)).contains(MESSAGE);
  }

  @Test
  void opensWhatItSealedAndNothingThatWasChanged() {
    byte[] message = "{\"version\":2}".getBytes(StandardCharsets.UTF_8);
    byte[] sealed = between(ALICE, BOB.publicKey()).seal(message, new SecureRandom());
    CryptoBox bobs = between(BOB, ALICE.publicKey());
    assertThat(sealed).hasSize(message.length + CryptoBox.OVERHEAD_BYTES);
    assertThat(bobs.open(sealed)).contains(message);
    for (int i = 0; i < sealed.length; i++) {
      byte[] changed = sealed.clone();
      changed[i] ^= 1;
      assertThat(bobs.open(changed)).isEmpty();
    }
    for (int length = 0; length < sealed.length; length++) {
      assertThat(bobs.open(Arrays.copyOf(sealed, length))).isEmpty();
    }
  }

  @Test
  void neverSealsTwiceAlike() {
    CryptoBox box = between(ALICE, BOB.publicKey());
    SecureRandom random = new SecureRandom();
    assertThat(box.seal(MESSAGE, random)).isNotEqualTo(box.seal(MESSAGE, random));
  }

  @Test
  void hasNoBoxWithAKeyOfLowOrder() {
    assertThat(CryptoBox.between(ALICE, NodeKey.of(new byte[32]))).isEmpty();
    byte[] one = new byte[32];
    one[0] = 1;
    assertThat(CryptoBox.between(ALICE, NodeKey.of(one))).isEmpty();
  }

  private static CryptoBox between(NodePrivateKey own, NodeKey other) {
    return CryptoBox.between(own, other).orElseThrow();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }

  private static String hexOf(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
