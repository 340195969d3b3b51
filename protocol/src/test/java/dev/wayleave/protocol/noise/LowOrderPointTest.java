package dev.wayleave.protocol.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.util.HexFormat;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

class LowOrderPointTest {
  private static final byte[] ZERO_SECRET = new byte[32];
  private static final byte[] TAG = new byte[CipherState.TAG_SIZE];

  private final Chance chance = Chance.printedFor(LowOrderPointTest.class);
  private final Pair pair = new Pair(chance);

  @EachLowOrderPoint
  void aClientRefusesItAsTheServersKey(String point) {
    Initiator initiator =
        new Initiator(pair.machine, MachineKey.ofHex(point), Pair.VERSION, chance.keys());
    refusesPoint(initiator::begin);
  }

  @EachLowOrderPoint
  void aServerRefusesItAsAnEphemeralKey(String point) {
    byte[] sealedKey = chance.bytes(Ephemeral.SIZE + CipherState.TAG_SIZE);
    Initiation initiation = Initiation.of(Pair.VERSION, bytes(point), sealedKey, TAG);
    refusesPoint(() -> pair.responder.read(initiation));
  }

  /// Everything fits but the point: its seal and the tag under the zero secret are right.
  @EachLowOrderPoint
  void aServerRefusesItAsAMachineKey(String point) throws NoiseException {
    byte[] server = pair.server.publicKey().toBytes();
    Ephemeral ephemeral = new Ephemeral(chance.keys());
    SymmetricState state = SymmetricState.begin(Prologue.of(Pair.VERSION), server);
    state.mixHash(ephemeral.publicKey());
    state.mixKey(ephemeral.agree(server));
    byte[] sealedKey = state.encryptAndHash(bytes(point));
    state.mixKey(ZERO_SECRET.clone());
    byte[] tag = state.encryptAndHash(new byte[0]);
    Initiation initiation = Initiation.of(Pair.VERSION, ephemeral.publicKey(), sealedKey, tag);
    refusesPoint(() -> pair.responder.read(initiation));
  }

  @EachLowOrderPoint
  void aClientRefusesItAsTheServersEphemeralKey(String point) throws NoiseException {
    AwaitingResponse waiting = pair.begin();
    refusesPoint(() -> waiting.end(Response.of(bytes(point), TAG)));
  }

  private static void refusesPoint(ThrowingCallable action) {
    assertThatThrownBy(action)
        .isInstanceOfSatisfying(
            NoiseException.class, e -> assertThat(e.reason()).isEqualTo(Reason.LOW_ORDER_POINT));
  }

  private static byte[] bytes(String point) {
    return HexFormat.of().parseHex(point);
  }
}
