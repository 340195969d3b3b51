package dev.wayleave.protocol.noise;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.key.MachinePrivateKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Do whole sessions, prologue and nonces included, match those of a second implementation?
class RecordedSessionsTest {
  static List<JsonNode> sessions() throws IOException {
    return Vectors.cases("recorded-sessions.json");
  }

  @ParameterizedTest
  @MethodSource("sessions")
  void bothSidesGiveTheRecordedBytes(JsonNode recorded) throws NoiseException {
    MachinePrivateKey server = MachinePrivateKey.of(hex(recorded, "server_private"));
    MachinePrivateKey machine = MachinePrivateKey.of(hex(recorded, "machine_private"));
    CapabilityVersion version = new CapabilityVersion(recorded.get("version").intValue());
    AwaitingResponse waiting =
        new Initiator(
                machine,
                server.publicKey(),
                version,
                Chance.giving(hex(recorded, "client_ephemeral")))
            .begin();
    assertThat(waiting.initiation().toBytes()).isEqualTo(hex(recorded, "initiation"));
    IdentifiedClient client =
        new Responder(List.of(server), Chance.giving(hex(recorded, "server_ephemeral")))
            .read(Initiation.parse(hex(recorded, "initiation")));
    assertThat(client.version()).isEqualTo(version);
    assertThat(client.peer()).isEqualTo(machine.publicKey());
    Answered answered = client.answer();
    assertThat(answered.response().toBytes()).isEqualTo(hex(recorded, "response"));
    Session ofClient = waiting.end(answered.response());
    Session ofServer = answered.session();
    assertThat(ofClient.handshakeHash()).isEqualTo(hex(recorded, "handshake_hash"));
    assertThat(ofServer.handshakeHash()).isEqualTo(hex(recorded, "handshake_hash"));
    assertThat(records(ofClient, recorded.get("client_plaintext")))
        .isEqualTo(hex(recorded, "client_records"));
    assertThat(records(ofServer, recorded.get("server_plaintext")))
        .isEqualTo(hex(recorded, "server_records"));
    assertThat(Pair.open(ofServer.opener(), hex(recorded, "client_records")))
        .isEqualTo(plaintext(recorded.get("client_plaintext")));
    assertThat(Pair.open(ofClient.opener(), hex(recorded, "server_records")))
        .isEqualTo(plaintext(recorded.get("server_plaintext")));
  }

  private static byte[] records(Session session, JsonNode writes) throws NoiseException {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    for (JsonNode write : writes) {
      records.writeBytes(Pair.seal(session.sealer(), HexFormat.of().parseHex(write.textValue())));
    }
    return records.toByteArray();
  }

  private static byte[] plaintext(JsonNode writes) {
    StringBuilder digits = new StringBuilder();
    writes.forEach(write -> digits.append(write.textValue()));
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] hex(JsonNode recorded, String field) {
    return HexFormat.of().parseHex(recorded.get(field).textValue());
  }
}
