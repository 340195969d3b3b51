package dev.wayleave.protocol.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.key.MachinePrivateKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Do we compute what other implementations of Noise published for this pattern?
class PublishedVectorsTest {
  static List<JsonNode> all() throws IOException {
    return Vectors.cases("published-vectors.json");
  }

  static List<JsonNode> withEmptyPayloads() throws IOException {
    return all().stream().filter(vector -> payload(vector, 0).length == 0).toList();
  }

  /// The pattern spelt out once more, with payloads, since the vectors that have some also give the
  /// final hash and further messages.
  @ParameterizedTest
  @MethodSource("all")
  void theSymmetricStateGivesEveryMessage(JsonNode vector) throws NoiseException {
    MachinePrivateKey initiator = secret(vector, "init_static");
    byte[] responder = secret(vector, "resp_static").publicKey().toBytes();
    Ephemeral ours = ephemeral(vector, "init_ephemeral");
    Ephemeral theirs = ephemeral(vector, "resp_ephemeral");
    SymmetricState state = SymmetricState.begin(hex(vector, "prologue"), responder);
    state.mixHash(ours.publicKey());
    state.mixKey(ours.agree(responder));
    byte[] sealedKey = state.encryptAndHash(initiator.publicKey().toBytes());
    state.mixKey(StaticAgreement.of(initiator, responder));
    assertThat(joined(ours.publicKey(), sealedKey, state.encryptAndHash(payload(vector, 0))))
        .isEqualTo(ciphertext(vector, 0));
    state.mixHash(theirs.publicKey());
    state.mixKey(theirs.agree(ours.publicKey()));
    state.mixKey(theirs.agree(initiator.publicKey().toBytes()));
    assertThat(joined(theirs.publicKey(), state.encryptAndHash(payload(vector, 1))))
        .isEqualTo(ciphertext(vector, 1));
    if (!vector.get("handshake_hash").isNull()) {
      assertThat(state.hash()).isEqualTo(hex(vector, "handshake_hash"));
    }
    SymmetricState.Halves keys = state.split();
    for (int message = 2; message < vector.get("messages").size(); message++) {
      byte[] key = message % 2 == 0 ? keys.first : keys.second;
      assertThat(sealed(key, message / 2 - 1, payload(vector, message)))
          .isEqualTo(ciphertext(vector, message));
    }
  }

  @Test
  void someVectorGoesBeyondTheFirstNonce() throws IOException {
    assertThat(all()).anySatisfy(vector -> assertThat(vector.get("messages").size()).isEqualTo(6));
  }

  @ParameterizedTest
  @MethodSource("withEmptyPayloads")
  void bothSidesGiveThePublishedMessages(JsonNode vector) throws NoiseException {
    MachinePrivateKey server = secret(vector, "resp_static");
    Initiator initiator =
        new Initiator(
            secret(vector, "init_static"),
            server.publicKey(),
            Pair.VERSION,
            Chance.giving(hex(vector, "init_ephemeral")));
    Responder responder =
        new Responder(List.of(server), Chance.giving(hex(vector, "resp_ephemeral")));
    AwaitingResponse waiting = initiator.begin(hex(vector, "prologue"));
    assertThat(waiting.initiation().toBytes()).endsWith(ciphertext(vector, 0));
    Answered answered = responder.read(waiting.initiation(), hex(vector, "prologue")).answer();
    assertThat(answered.response().toBytes()).endsWith(ciphertext(vector, 1));
    Session client = waiting.end(answered.response());
    assertThat(Pair.seal(client.sealer(), payload(vector, 2))).endsWith(ciphertext(vector, 2));
    assertThat(Pair.seal(answered.session().sealer(), payload(vector, 3)))
        .endsWith(ciphertext(vector, 3));
  }

  /// The vectors count as the Noise specification says, little-endian; the nonce here is
  /// big-endian. The number whose bytes are the same the other way round closes the gap.
  private static byte[] sealed(byte[] key, long number, byte[] plaintext) throws NoiseException {
    ByteBuffer ciphertext = ByteBuffer.allocate(plaintext.length + CipherState.TAG_SIZE);
    CipherState.at(key, Long.reverseBytes(number))
        .seal(CipherState.NO_ASSOCIATED_DATA, ByteBuffer.wrap(plaintext), ciphertext);
    return ciphertext.array();
  }

  private static byte[] joined(byte[]... parts) {
    return HexFormat.of()
        .parseHex(String.join("", List.of(parts).stream().map(HexFormat.of()::formatHex).toList()));
  }

  private static Ephemeral ephemeral(JsonNode vector, String field) {
    return new Ephemeral(Chance.giving(hex(vector, field)));
  }

  private static MachinePrivateKey secret(JsonNode vector, String field) {
    return MachinePrivateKey.of(hex(vector, field));
  }

  private static byte[] payload(JsonNode vector, int message) {
    return hex(vector.get("messages").get(message), "payload");
  }

  private static byte[] ciphertext(JsonNode vector, int message) {
    return hex(vector.get("messages").get(message), "ciphertext");
  }

  private static byte[] hex(JsonNode vector, String field) {
    return HexFormat.of().parseHex(vector.get(field).textValue());
  }
}
