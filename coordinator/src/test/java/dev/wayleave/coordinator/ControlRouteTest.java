package dev.wayleave.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningCoordinator
class ControlRouteTest {
  private static final CapabilityVersion VERSION = new CapabilityVersion(142);

  @Test
  void aClientThatFetchedTheKeySpeaksNoiseOnTheOriginOfTheApi() throws Exception {
    KeyReply key = KeyReply.parse(RestAssured.get("/key?v=142").asByteArray());
    byte[] secret = new byte[32];
    secret[1] = 7;
    MachinePrivateKey machine = MachinePrivateKey.of(secret);
    try (FakeClient client =
        FakeClient.connect("127.0.0.1", RestAssured.port, key.noise(), machine, VERSION)) {
      FakeResponse answer = client.get("/machine/whoami");
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).contains(machine.publicKey().toString());
      assertThat(client.get("/machine/nothing").status()).isEqualTo(404);
      assertThat(client.upgradeAnswer().lines().sorted())
          .containsExactlyInAnyOrder(
              "HTTP/1.1 101 Switching Protocols",
              "Upgrade: tailscale-control-protocol",
              "Connection: upgrade");
    }
  }

  @Test
  void whatIsNoUpgradeIsRefusedWithASentence() {
    String body = RestAssured.post("/ts2021").then().statusCode(400).extract().asString();
    assertThat(body).isEqualTo("the request has no Upgrade header; this path is for clients\n");
  }
}
