package dev.wayleave.protocol.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static final int MAX = RecordFrame.MAX_PLAINTEXT;
  private static final int OVERHEAD = RecordFrame.HEADER_SIZE + CipherState.TAG_SIZE;

  private final Chance chance = Chance.printedFor(RecordsTest.class);
  private final Pair pair = new Pair(chance);

  @Test
  void whatIsSealedIsOpenedWhateverItsSize() throws NoiseException {
    Pair.Ends ends = pair.ends();
    for (int round = 0; round < 200; round++) {
      byte[] up = chance.bytes(chance.below(3 * MAX));
      byte[] down = chance.bytes(chance.below(50));
      byte[] sealedUp = Pair.seal(ends.client().sealer(), up);
      byte[] sealedDown = Pair.seal(ends.server().sealer(), down);
      assertThat(Pair.open(ends.server().opener(), sealedUp)).isEqualTo(up);
      assertThat(Pair.open(ends.client().opener(), sealedDown)).isEqualTo(down);
    }
  }

  @Test
  void splitsAtTheLargestRecord() throws NoiseException {
    RecordSealer sealer = pair.ends().client().sealer();
    assertThat(Pair.seal(sealer, new byte[0])).isEmpty();
    assertThat(Pair.seal(sealer, new byte[1])).hasSize(1 + OVERHEAD).startsWith(4, 0, 17);
    assertThat(Pair.seal(sealer, new byte[MAX])).hasSize(4096).startsWith(4, 0x0f, 0xfd);
    assertThat(Pair.seal(sealer, new byte[MAX + 1])).hasSize(4096 + 1 + OVERHEAD);
    assertThat(Pair.seal(sealer, new byte[2 * MAX])).hasSize(2 * 4096);
    assertThat(Pair.seal(sealer, new byte[2 * MAX + 1])).hasSize(2 * 4096 + 1 + OVERHEAD);
  }

  @Test
  void aRecordMayArriveByteByByte() throws NoiseException {
    Pair.Ends ends = pair.ends();
    byte[] sealed = Pair.seal(ends.client().sealer(), chance.bytes(100));
    ByteBuffer plaintext = ByteBuffer.allocate(MAX);
    for (int size = 0; size < sealed.length; size++) {
      ByteBuffer part = ByteBuffer.wrap(sealed, 0, size);
      assertThat(ends.server().opener().open(part, plaintext)).isFalse();
      assertThat(part.position()).isZero();
    }
    assertThat(ends.server().opener().open(ByteBuffer.wrap(sealed), plaintext)).isTrue();
    assertThat(plaintext.position()).isEqualTo(100);
  }

  /// The sender makes none, yet the protocol allows them, and the real client skips them.
  @Test
  void anEmptyRecordCarriesNothingAndCounts() throws NoiseException {
    byte[] key = chance.bytes(CipherState.KEY_SIZE);
    CipherState sender = CipherState.of(key.clone());
    ByteBuffer empty =
        RecordFrame.putHeader(
            ByteBuffer.allocate(OVERHEAD), FrameType.RECORD, CipherState.TAG_SIZE);
    sender.seal(CipherState.NO_ASSOCIATED_DATA, ByteBuffer.allocate(0), empty);
    RecordOpener opener = new RecordOpener(CipherState.of(key));
    assertThat(Pair.open(opener, empty.array())).isEmpty();
    assertThat(Pair.open(opener, Pair.seal(new RecordSealer(sender), new byte[] {7})))
        .containsExactly(7);
  }

  @Test
  void buffersOfAnyKindAndByteOrderDo() throws NoiseException {
    Pair.Ends ends = pair.ends();
    byte[] text = chance.bytes(5000);
    ByteBuffer direct = ByteBuffer.allocateDirect(text.length).order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer frames = ByteBuffer.allocateDirect(9000).order(ByteOrder.LITTLE_ENDIAN);
    ends.client().sealer().seal(direct.put(text).flip().asReadOnlyBuffer(), frames);
    frames.flip();
    assertThat(frames.remaining()).isEqualTo(RecordSealer.sealedSize(text.length));
    ByteBuffer plaintext = ByteBuffer.allocateDirect(2 * MAX).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(ends.server().opener().open(frames, plaintext)).isTrue();
    assertThat(ends.server().opener().open(frames, plaintext)).isTrue();
    assertThat(plaintext.flip()).isEqualTo(ByteBuffer.wrap(text));
  }

  @Test
  void anyFlippedBitEndsTheDirection() throws NoiseException {
    int size = OVERHEAD + 10;
    for (int position = 0; position < size; position++) {
      Pair.Ends ends = pair.ends();
      RecordOpener opener = ends.server().opener();
      byte[] sealed = Pair.seal(ends.client().sealer(), chance.bytes(10));
      // One bit less in the length cuts the record, one more would only wait for more.
      byte[] changed = Pair.flipped(sealed, position, position == 2 ? 3 : position == 1 ? 7 : 0);
      Reason expected =
          switch (position) {
            case 0 -> Reason.WRONG_TYPE;
            case 1 -> Reason.RECORD_TOO_LONG;
            default -> Reason.NOT_AUTHENTIC;
          };
      refuses(expected, () -> Pair.open(opener, changed));
      refuses(Reason.CLOSED, () -> Pair.open(opener, sealed));
    }
  }

  @Test
  void aReplayedRecordIsRefused() throws NoiseException {
    Pair.Ends ends = pair.ends();
    byte[] sealed = Pair.seal(ends.client().sealer(), chance.bytes(10));
    assertThat(Pair.open(ends.server().opener(), sealed)).hasSize(10);
    refuses(Reason.NOT_AUTHENTIC, () -> Pair.open(ends.server().opener(), sealed));
  }

  @Test
  void aRecordOutOfOrderIsRefused() throws NoiseException {
    Pair.Ends ends = pair.ends();
    byte[] first = Pair.seal(ends.client().sealer(), chance.bytes(10));
    byte[] second = Pair.seal(ends.client().sealer(), chance.bytes(10));
    assertThat(first).isNotEqualTo(second);
    refuses(Reason.NOT_AUTHENTIC, () -> Pair.open(ends.server().opener(), second));
  }

  @Test
  void aRecordSentBackIsRefused() throws NoiseException {
    Pair.Ends ends = pair.ends();
    byte[] sealed = Pair.seal(ends.client().sealer(), chance.bytes(10));
    refuses(Reason.NOT_AUTHENTIC, () -> Pair.open(ends.client().opener(), sealed));
  }

  @Test
  void aHeaderAloneShowsARecordThatIsTooLong() throws NoiseException {
    refusesHeader(Reason.RECORD_TOO_LONG, RecordFrame.MAX_CIPHERTEXT + 1);
    refusesHeader(Reason.RECORD_TOO_LONG, 0xffff);
    refusesHeader(Reason.RECORD_TOO_SHORT, 0);
    refusesHeader(Reason.RECORD_TOO_SHORT, CipherState.TAG_SIZE - 1);
    for (int length : List.of(CipherState.TAG_SIZE, RecordFrame.MAX_CIPHERTEXT)) {
      RecordOpener opener = pair.ends().server().opener();
      assertThat(opener.open(header(length), ByteBuffer.allocate(MAX))).isFalse();
    }
  }

  @Test
  void oneByteShowsAFrameThatIsNoRecord() throws NoiseException {
    for (byte type : new byte[] {0, 1, 2, 3, 5, -1}) {
      RecordOpener opener = pair.ends().server().opener();
      ByteBuffer one = ByteBuffer.wrap(new byte[] {type});
      refuses(Reason.WRONG_TYPE, () -> opener.open(one, ByteBuffer.allocate(MAX)));
    }
  }

  @Test
  void theLastNonceIsNeverUsed() throws NoiseException {
    byte[] key = chance.bytes(CipherState.KEY_SIZE);
    RecordSealer sealer = new RecordSealer(CipherState.at(key.clone(), -3));
    RecordOpener opener = new RecordOpener(CipherState.at(key.clone(), -3));
    byte[] sealed = Pair.seal(sealer, new byte[MAX + 1]);
    assertThat(Pair.open(opener, sealed)).hasSize(MAX + 1);
    ByteBuffer frames = ByteBuffer.allocate(100);
    refuses(Reason.NONCES_EXHAUSTED, () -> sealer.seal(ByteBuffer.allocate(1), frames));
    assertThat(frames.position()).isZero();
    refuses(Reason.NONCES_EXHAUSTED, () -> Pair.open(opener, Arrays.copyOf(sealed, 4096)));
  }

  @Test
  void aClosedSessionKeepsNoKey() throws NoiseException {
    byte[] key = chance.bytes(CipherState.KEY_SIZE);
    RecordSealer sealer = new RecordSealer(CipherState.of(key));
    byte[] sealed = Pair.seal(sealer, new byte[1]);
    sealer.close();
    assertThat(key).isEqualTo(new byte[CipherState.KEY_SIZE]);
    refuses(Reason.CLOSED, () -> Pair.seal(sealer, new byte[1]));
    Pair.Ends ends = pair.ends();
    ends.client().close();
    refuses(Reason.CLOSED, () -> Pair.seal(ends.client().sealer(), new byte[1]));
    refuses(Reason.CLOSED, () -> Pair.open(ends.client().opener(), sealed));
  }

  @Test
  void withoutRoomNothingIsSealed() throws NoiseException {
    Pair.Ends ends = pair.ends();
    byte[] text = chance.bytes(MAX + 1);
    ByteBuffer from = ByteBuffer.wrap(text);
    ByteBuffer tooSmall = ByteBuffer.allocate(RecordSealer.sealedSize(text.length) - 1);
    assertThatThrownBy(() -> ends.client().sealer().seal(from, tooSmall))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(tooSmall.position() + from.position()).isZero();
    byte[] sealed = Pair.seal(ends.client().sealer(), text);
    assertThatThrownBy(() ->
            ends.server().opener().open(ByteBuffer.wrap(sealed), ByteBuffer.allocate(MAX - 1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Pair.open(ends.server().opener(), sealed)).isEqualTo(text);
  }

  private void refusesHeader(Reason reason, int length) throws NoiseException {
    RecordOpener opener = pair.ends().server().opener();
    refuses(reason, () -> opener.open(header(length), ByteBuffer.allocate(MAX)));
  }

  private static ByteBuffer header(int length) {
    return RecordFrame.putHeader(
            ByteBuffer.allocate(RecordFrame.HEADER_SIZE), FrameType.RECORD, length)
        .flip();
  }

  private static void refuses(Reason reason, ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            NoiseException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }
}
