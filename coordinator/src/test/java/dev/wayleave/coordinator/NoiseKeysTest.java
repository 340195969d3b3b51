package dev.wayleave.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.ControlException;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.testkit.client.FakeClient;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Several Noise keys at once: the newest for who asks, the older ones for who holds them.
@QuarkusTest
@RunningCoordinator
class NoiseKeysTest {
  private static final String KEYS = "/api/v1alpha/noise-keys";
  private static final SecureRandom RANDOM = new SecureRandom();

  @BeforeEach
  void begin() throws Exception {
    EmptyTailnet.make();
    rotate();
  }

  @Test
  void aNewKeyIsServedAtOnceAndTheOlderOneIsAcceptedUntilItIsRetired() throws Exception {
    MachineKey old = served();
    MachineKey made = rotate();
    assertThat(made).isNotEqualTo(old);
    assertThat(served()).isEqualTo(made);
    assertThat(listed()).containsExactly(made.toString(), old.toString());
    connect(made);
    try (FakeClient kept = client(old)) {
      Client.owner().delete(KEYS + "/" + old).then().statusCode(200);
      assertThatThrownBy(() -> connect(old))
          .isInstanceOf(NoiseException.class)
          .hasMessageContaining("another Noise key");
      assertThat(kept.get("/machine/nothing").status())
          .as("a connection that is there already")
          .isEqualTo(404);
    }
    connect(made);
    assertThat(listed()).containsExactly(made.toString());
  }

  @Test
  void theKeyThatClientsAreGivenIsNotRetired() throws Exception {
    Client.owner().delete(KEYS + "/" + served()).then().statusCode(409);
    Client.owner()
        .delete(KEYS + "/" + MachineKey.of(new byte[32]))
        .then()
        .statusCode(404)
        .body("detail", containsString("There is no Noise key mkey:0000"));
  }

  @Test
  void moreThanAFewKeysAreRefusedBecauseEachHandshakeTriesThemAll() {
    for (int i = 1; i < 8; i++) {
      rotate();
    }
    Client.owner().post(KEYS).then().statusCode(409).body("detail", containsString("retire one"));
  }

  @Test
  void onlyTheOwnerChangesKeysAndNobodySeesThem() throws Exception {
    String administrator = Client.keyWith("all");
    Client.with(administrator).post(KEYS).then().statusCode(403);
    Client.with(administrator).delete(KEYS + "/" + served()).then().statusCode(403);
    String shown = Client.with(administrator).get(KEYS).then().statusCode(200).extract().asString();
    assertThat(shown).contains(served().toString()).doesNotContain("privkey:");
    assertThat(Client.owner().post(KEYS).asString()).doesNotContain("privkey:");
    assertThat(Client.owner().get("/api/v1alpha/audit?limit=5").asString())
        .contains("RotateNoiseKey")
        .doesNotContain("privkey:");
  }

  private static MachineKey rotate() {
    return MachineKey.parse(
        Client.owner().post(KEYS).then().statusCode(201).extract().path("publicKey"));
  }

  private static List<String> listed() {
    return Client.owner().get(KEYS).path("publicKey");
  }

  private static MachineKey served() throws ControlException {
    return KeyReply.parse(RestAssured.get("/key?v=142").asByteArray()).noise();
  }

  private static void connect(MachineKey key) throws IOException, NoiseException {
    try (FakeClient client = client(key)) {
      assertThat(client.get("/machine/nothing").status()).isEqualTo(404);
    }
  }

  private static FakeClient client(MachineKey key) throws IOException, NoiseException {
    byte[] machine = new byte[32];
    RANDOM.nextBytes(machine);
    return FakeClient.connect(
        "127.0.0.1",
        RestAssured.port,
        key,
        MachinePrivateKey.of(machine),
        new CapabilityVersion(142));
  }
}
