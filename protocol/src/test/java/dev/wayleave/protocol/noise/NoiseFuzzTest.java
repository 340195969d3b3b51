package dev.wayleave.protocol.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Random and damaged bytes end in [NoiseException], in its time, and in nothing else.
///
/// Each round asserts that a reader either moves on, or waits for less than it may ever hold. That
/// is what keeps a caller's loop finite and its buffer small.
@Timeout(60)
class NoiseFuzzTest {
  private static final int ROUNDS = 15_000;
  private static final int COSTLY_ROUNDS = 1000;

  /// For one of the three tests, so that a slow machine ends them too.
  private static final long MAX_NANOS = Duration.ofSeconds(6).toNanos();

  private final Chance chance = Chance.printedFor(NoiseFuzzTest.class);
  private final Pair pair = new Pair(chance);
  private final Map<Reason, Integer> refused = new EnumMap<>(Reason.class);
  private final long start = System.nanoTime();

  @Test
  void initiations() throws NoiseException {
    byte[] valid = pair.begin().initiation().toBytes();
    for (int round = 0; goesOn(round, COSTLY_ROUNDS); round++) {
      byte[] bytes =
          switch (chance.below(4)) {
            case 0 -> chance.bytes(chance.below(300));
            case 1 -> withHeader(valid, chance.bytes(Initiation.SIZE));
            default -> chance.mutated(valid);
          };
      attempt(() -> pair.responder.read(Initiation.parse(bytes)).answer());
    }
    assertThat(refused).containsKeys(Reason.WRONG_LENGTH, Reason.NOT_AUTHENTIC);
  }

  @Test
  void answers() throws NoiseException {
    for (int round = 0; goesOn(round, COSTLY_ROUNDS); round++) {
      AwaitingResponse waiting = pair.begin();
      byte[] valid =
          chance.below(2) == 0
              ? pair.responder.read(waiting.initiation()).answer().response().toBytes()
              : new Refusal("no").toBytes();
      byte[] bytes = chance.below(4) == 0 ? chance.bytes(chance.below(300)) : chance.mutated(valid);
      attempt(() -> {
        ByteBuffer stream = ByteBuffer.wrap(bytes);
        Optional<Answer> answer = Answer.read(stream);
        assertThat(answer.isPresent()).isEqualTo(stream.position() > 0);
        if (answer.isPresent()) {
          waiting.end(answer.get());
        }
      });
      waiting.close();
    }
    assertThat(refused)
        .containsKeys(
            Reason.WRONG_TYPE, Reason.WRONG_LENGTH, Reason.NOT_AUTHENTIC, Reason.REFUSED_BY_SERVER);
  }

  @Test
  void records() throws NoiseException {
    for (int round = 0; goesOn(round, ROUNDS); round++) {
      byte[] key = chance.bytes(CipherState.KEY_SIZE);
      RecordSealer sealer = new RecordSealer(CipherState.of(key.clone()));
      RecordOpener opener = new RecordOpener(CipherState.of(key));
      byte[] valid =
          Pair.seal(sealer, chance.bytes(1 + chance.below(2 * RecordFrame.MAX_PLAINTEXT)));
      byte[] bytes =
          chance.below(4) == 0 ? chance.bytes(chance.below(9000)) : chance.mutated(valid);
      if (chance.below(2) == 0 && bytes.length >= RecordFrame.HEADER_SIZE) {
        int length = chance.below(2) == 0 ? chance.below(40) : bytes.length;
        RecordFrame.putHeader(ByteBuffer.wrap(bytes), FrameType.RECORD, length);
      }
      boolean[] failed = {true};
      attempt(() -> {
        receive(opener, bytes);
        failed[0] = false;
      });
      if (failed[0]) {
        assertThatThrownBy(() -> receive(opener, valid))
            .isInstanceOfSatisfying(
                NoiseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
      }
    }
    assertThat(refused)
        .containsKeys(
            Reason.WRONG_TYPE,
            Reason.RECORD_TOO_LONG,
            Reason.RECORD_TOO_SHORT,
            Reason.NOT_AUTHENTIC);
  }

  /// Does what a connection does: bytes come in pieces of any size, what is left is kept.
  private void receive(RecordOpener opener, byte[] bytes) throws NoiseException {
    ByteBuffer held = ByteBuffer.allocate(2 * RecordFrame.MAX_SIZE);
    ByteBuffer plaintext = ByteBuffer.allocate(RecordFrame.MAX_PLAINTEXT);
    ByteBuffer arriving = ByteBuffer.wrap(bytes);
    while (arriving.hasRemaining()) {
      int piece = Math.min(arriving.remaining(), 1 + chance.below(RecordFrame.MAX_SIZE));
      held.put(arriving.slice(arriving.position(), piece));
      arriving.position(arriving.position() + piece);
      held.flip();
      int before = held.position();
      while (opener.open(held, plaintext.clear())) {
        assertThat(held.position()).isGreaterThan(before);
        before = held.position();
      }
      assertThat(held.remaining()).isLessThan(RecordFrame.MAX_SIZE);
      held.compact();
    }
  }

  private static byte[] withHeader(byte[] valid, byte[] random) {
    System.arraycopy(valid, 0, random, 0, Initiation.HEADER_SIZE);
    return random;
  }

  private boolean goesOn(int round, int rounds) {
    return round < rounds && System.nanoTime() - start < MAX_NANOS;
  }

  private interface Attempt {
    void run() throws NoiseException;
  }

  /// Any other exception, and any error, leaves the test.
  private void attempt(Attempt attempt) {
    try {
      attempt.run();
    } catch (NoiseException e) {
      refused.merge(e.reason(), 1, Integer::sum);
    }
  }
}
