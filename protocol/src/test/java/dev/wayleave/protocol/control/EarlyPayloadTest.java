package dev.wayleave.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.key.ChallengeKey;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EarlyPayloadTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);
  private static final EarlyPayload PAYLOAD =
      new EarlyPayload(ChallengeKey.parse("chalpub:" + DIGITS));

  @Test
  void isWrittenAsTheClientReadsIt() {
    String json = "{\"nodeKeyChallenge\":\"chalpub:" + DIGITS + "\"}";
    assertThat(PAYLOAD.toBytes())
        .startsWith(0xff, 0xff, 0xff, 'T', 'S', 0, 0, 0, json.length())
        .endsWith(json.getBytes(StandardCharsets.US_ASCII))
        .hasSize(9 + json.length());
  }

  @Test
  void isReadBackAndLeavesWhatFollows() throws ControlException {
    byte[] stream = Arrays.copyOf(PAYLOAD.toBytes(), PAYLOAD.toBytes().length + 5);
    ByteBuffer buffer = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(Preamble.read(buffer)).contains(PAYLOAD);
    assertThat(buffer.remaining()).isEqualTo(5);
  }

  @Test
  void aPartOfItIsWaitedFor() throws ControlException {
    byte[] whole = PAYLOAD.toBytes();
    for (int size = 0; size < whole.length; size++) {
      ByteBuffer part = ByteBuffer.wrap(whole, 0, size);
      assertThat(Preamble.read(part)).isEmpty();
      assertThat(part.position()).isZero();
    }
  }

  /// An empty SETTINGS frame, RFC 9113 §6.5.
  @Test
  void http2AtOnceIsNoEarlyPayloadAndStaysUnread() throws ControlException {
    ByteBuffer settings = ByteBuffer.wrap(HexFormat.of().parseHex("000000040000000000"));
    assertThat(Preamble.read(settings)).contains(new Preamble.None());
    assertThat(settings.position()).isZero();
  }

  @Test
  void unknownFieldsAndAMissingChallengeDoNoHarm() throws ControlException {
    assertThat(EarlyPayload.ofJson("{\"later\":[1]}".getBytes(StandardCharsets.UTF_8)))
        .extracting(EarlyPayload::nodeKeyChallenge)
        .matches(ChallengeKey::isZero);
  }

  @Test
  void aLengthThatNoClientAcceptsIsRefusedAtTheHeader() throws ControlException {
    for (int length : new int[] {EarlyPayload.MAX_JSON + 1, Integer.MAX_VALUE, -1}) {
      refuses(Reason.EARLY_PAYLOAD_TOO_LONG, header(length));
    }
    assertThat(Preamble.read(header(EarlyPayload.MAX_JSON))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "[]",
        "null",
        "{} {}",
        "{\"nodeKeyChallenge\":7}",
        "{\"nodeKeyChallenge\":\"nodekey:00\"}",
        "{\"nodeKeyChallenge\":\"chalpub:00\"}"
      })
  void otherJsonIsRefused(String json) {
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    ByteBuffer stream = ByteBuffer.allocate(9 + text.length);
    stream.put(header(text.length)).put(text).flip();
    refuses(Reason.BAD_EARLY_PAYLOAD, stream);
  }

  @Test
  void deepNestingAndRandomBytesAreRefusedNotFollowed() {
    byte[] deep = "{\"a\":".repeat(200_000).getBytes(StandardCharsets.UTF_8);
    refuses(
        Reason.BAD_EARLY_PAYLOAD,
        ByteBuffer.allocate(9 + deep.length).put(header(deep.length)).put(deep).flip());
    Chance chance = Chance.printedFor(EarlyPayloadTest.class);
    for (int round = 0; round < 5000; round++) {
      ByteBuffer stream = ByteBuffer.wrap(chance.mutated(PAYLOAD.toBytes()));
      try {
        boolean read = Preamble.read(stream).filter(EarlyPayload.class::isInstance).isPresent();
        assertThat(stream.position() > 0).isEqualTo(read);
      } catch (ControlException e) {
        assertThat(e.reason()).isIn(Reason.EARLY_PAYLOAD_TOO_LONG, Reason.BAD_EARLY_PAYLOAD);
      }
    }
  }

  private static ByteBuffer header(int length) {
    return ByteBuffer.allocate(9).put(EarlyPayload.magic()).putInt(length).flip();
  }

  private static void refuses(Reason reason, ByteBuffer stream) {
    assertThatThrownBy(() -> Preamble.read(stream))
        .isInstanceOfSatisfying(
            ControlException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
