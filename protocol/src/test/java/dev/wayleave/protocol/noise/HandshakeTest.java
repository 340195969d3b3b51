package dev.wayleave.protocol.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.chance.FixedRandom;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class HandshakeTest {
  private final Chance chance = Chance.printedFor(HandshakeTest.class);
  private final Pair pair = new Pair(chance);

  @Test
  void bothSidesLearnTheSame() throws NoiseException {
    Pair.Ends ends = pair.ends();
    assertThat(ends.server().peer()).isEqualTo(pair.machine.publicKey());
    assertThat(ends.server().own()).isEqualTo(pair.server.publicKey());
    assertThat(ends.client().peer()).isEqualTo(pair.server.publicKey());
    assertThat(ends.client().own()).isEqualTo(pair.machine.publicKey());
    assertThat(ends.server().version()).isEqualTo(Pair.VERSION);
    assertThat(ends.client().handshakeHash())
        .hasSize(32)
        .isEqualTo(ends.server().handshakeHash())
        .isNotEqualTo(pair.ends().client().handshakeHash());
  }

  @Test
  void sizesAreThoseOfTheWire() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    assertThat(waiting.initiation().toBytes()).hasSize(101).startsWith(0, 142, 1, 0, 96);
    assertThat(pair.responder.read(waiting.initiation()).answer().response().toBytes())
        .hasSize(51)
        .startsWith(2, 0, 48);
    assertThat(RecordFrame.MAX_CIPHERTEXT).isEqualTo(4093);
    assertThat(RecordFrame.MAX_PLAINTEXT).isEqualTo(4077);
  }

  @Test
  void anyFlippedBitOfTheInitiationIsRefused() throws NoiseException {
    byte[] initiation = pair.begin().initiation().toBytes();
    for (int position = 0; position < initiation.length; position++) {
      // The top bit of a point's last byte is not part of it (RFC 7748 §5), yet it is hashed.
      byte[] changed = Pair.flipped(initiation, position, position == 36 ? 7 : chance.below(8));
      Reason expected =
          switch (position) {
            case 2 -> Reason.WRONG_TYPE;
            case 3, 4 -> Reason.WRONG_LENGTH;
            default -> Reason.NOT_AUTHENTIC;
          };
      refuses(expected, () -> pair.responder.read(Initiation.parse(changed)));
    }
  }

  @Test
  void anyFlippedBitOfTheResponseIsRefused() throws NoiseException {
    for (int position = 0; position < Response.SIZE; position++) {
      AwaitingResponse waiting = pair.begin();
      byte[] response = pair.responder.read(waiting.initiation()).answer().response().toBytes();
      byte[] changed = Pair.flipped(response, position, 7);
      Reason expected =
          switch (position) {
            case 0 -> Reason.WRONG_TYPE;
            case 1, 2 -> Reason.WRONG_LENGTH;
            default -> Reason.NOT_AUTHENTIC;
          };
      refuses(expected, () -> waiting.end(whole(changed)));
    }
  }

  @Test
  void onlyAnInitiationOfItsOneSizeIsRead() throws NoiseException {
    byte[] initiation = pair.begin().initiation().toBytes();
    for (int size = 0; size <= 2 * Initiation.SIZE; size++) {
      byte[] other = Arrays.copyOf(initiation, size);
      if (size == Initiation.SIZE) {
        assertThat(Initiation.parse(other).toBytes()).isEqualTo(initiation);
      } else {
        refuses(Reason.WRONG_LENGTH, () -> Initiation.parse(other));
      }
    }
  }

  @Test
  void anAnswerThatIsNotAllThereIsWaitedFor() throws NoiseException {
    byte[] response = pair.responder.read(pair.begin().initiation()).answer().response().toBytes();
    for (int size = 0; size < response.length; size++) {
      ByteBuffer part = ByteBuffer.wrap(response, 0, size);
      assertThat(Answer.read(part)).isEmpty();
      assertThat(part.remaining()).isEqualTo(size);
    }
    ByteBuffer withRecords = ByteBuffer.wrap(Arrays.copyOf(response, response.length + 9));
    assertThat(Answer.read(withRecords)).isPresent();
    assertThat(withRecords.remaining()).isEqualTo(9);
  }

  @Test
  void aClientWithAnotherServersKeyIsRefused() throws NoiseException {
    Initiation forAnother = new Pair(chance).begin().initiation();
    refuses(Reason.NOT_AUTHENTIC, () -> pair.responder.read(forAnother));
  }

  @Test
  void aServerWithoutTheKeyCannotAnswer() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    Pair impostor = new Pair(chance);
    Response theirs = impostor.responder.read(impostor.begin().initiation()).answer().response();
    refuses(Reason.NOT_AUTHENTIC, () -> waiting.end(theirs));
  }

  @Test
  void everyKeyOfAServerIsAccepted() throws NoiseException {
    MachinePrivateKey newer = Pair.key(chance);
    Responder both = new Responder(List.of(newer, pair.server), chance.keys());
    for (MachinePrivateKey key : List.of(newer, pair.server)) {
      AwaitingResponse waiting =
          new Initiator(pair.machine, key.publicKey(), Pair.VERSION, chance.keys()).begin();
      IdentifiedClient client = both.read(waiting.initiation());
      assertThat(client.own()).isEqualTo(key.publicKey());
      assertThat(client.peer()).isEqualTo(pair.machine.publicKey());
      Answered answered = client.answer();
      byte[] record = Pair.seal(answered.session().sealer(), new byte[] {42});
      assertThat(Pair.open(waiting.end(answered.response()).opener(), record)).containsExactly(42);
    }
    Initiation forNeither = new Pair(chance).begin().initiation();
    refuses(Reason.NOT_AUTHENTIC, () -> both.read(forNeither));
  }

  /// Whoever sends a recorded initiation again gets an answer, as the real server does it, but keys
  /// that the first session does not share and that the sender cannot compute.
  @Test
  void aReplayedInitiationGivesOtherKeys() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    Initiation copied = Initiation.parse(waiting.initiation().toBytes());
    Answered first = pair.responder.read(waiting.initiation()).answer();
    Answered second = pair.responder.read(copied).answer();
    byte[] record = Pair.seal(waiting.end(first.response()).sealer(), chance.bytes(20));
    refuses(Reason.NOT_AUTHENTIC, () -> Pair.open(second.session().opener(), record));
    assertThat(Pair.open(first.session().opener(), record)).hasSize(20);
  }

  @Test
  void aRefusalReachesTheClientAsText() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    Answer refusal = whole(new Refusal("your release is too old").toBytes());
    refuses(Reason.REFUSED_BY_SERVER, () -> waiting.end(refusal))
        .hasMessage("the server refused: your release is too old");
  }

  @Test
  void aRefusalFromOutsideIsBoundedAndPrintable() throws NoiseException {
    byte[] frame = new byte[RecordFrame.HEADER_SIZE + 0xffff];
    Arrays.fill(frame, (byte) 0xff);
    frame[0] = 3;
    frame[RecordFrame.HEADER_SIZE] = 27;
    assertThat(whole(frame))
        .asInstanceOf(type(Refusal.class))
        .satisfies(refusal -> assertThat(refusal.toBytes()).hasSizeLessThan(RecordFrame.MAX_SIZE))
        .satisfies(refusal -> assertThat(refusal.text()).startsWith("\ufffd\ufffd"));
  }

  @Test
  void aHandshakeEndsOnce() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    IdentifiedClient client = pair.responder.read(waiting.initiation());
    Response response = client.answer().response();
    waiting.end(response);
    assertThatThrownBy(() -> waiting.end(response)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(client::answer).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aHandshakeThatFailedCannotBeTriedAgain() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    Response response = pair.responder.read(waiting.initiation()).answer().response();
    Answer changed = whole(Pair.flipped(response.toBytes(), 50, 0));
    refuses(Reason.NOT_AUTHENTIC, () -> waiting.end(changed));
    assertThatThrownBy(() -> waiting.end(response)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aClosedHandshakeCannotBeEnded() throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    IdentifiedClient client = pair.responder.read(waiting.initiation());
    for (PendingHandshake pending : List.of(waiting, client)) {
      pending.close();
      pending.close();
    }
    assertThatThrownBy(client::answer).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> waiting.end(new Refusal("")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void privateKeysOfAHandshakeAreWipedWithIt() throws NoiseException {
    List<byte[]> made = new ArrayList<>();
    SecureRandom watched =
        new FixedRandom(target -> {
          System.arraycopy(chance.bytes(target.length), 0, target, 0, target.length);
          made.add(target);
        });
    Initiator initiator =
        new Initiator(pair.machine, pair.server.publicKey(), Pair.VERSION, watched);
    Responder responder = new Responder(List.of(pair.server), watched);
    AwaitingResponse waiting = initiator.begin();
    assertThat(made.getFirst()).isNotEqualTo(new byte[32]);
    waiting.end(responder.read(waiting.initiation()).answer().response());
    initiator.begin().close();
    assertThat(made).hasSize(3).allMatch(key -> Arrays.equals(key, new byte[32]));
  }

  private AbstractThrowableAssert<?, ? extends Throwable> refuses(
      Reason reason, ThrowingCallable action) {
    return assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            NoiseException.class, e -> assertThat(e.reason()).isEqualTo(reason));
  }

  private static Answer whole(byte[] bytes) throws NoiseException {
    Optional<Answer> answer = Answer.read(ByteBuffer.wrap(bytes));
    return answer.orElseThrow(() -> new AssertionError("the answer is cut off"));
  }
}
