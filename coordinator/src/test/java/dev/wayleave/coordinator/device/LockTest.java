package dev.wayleave.coordinator.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.Member;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import io.quarkus.test.junit.QuarkusTest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How a client gets rid of the tailnet lock of the plane that it comes from.
///
/// What is asked and answered has the bytes of `tkaFetchBootstrap` in the clients' sources (1.80.3
/// and 1.102.3): a GET with a JSON body, whose answer's secret is a Go byte slice, so base64 with
/// padding. The client then hashes it and compares it with what it holds.
@QuarkusTest
@RunningCoordinator
class LockTest {
  private static final String BOOTSTRAP = "/machine/tka/bootstrap";
  private static final String HEX =
      "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1EFF";

  /// What clients with a lock send: base32 of a hash.
  private static final Map<String, ?> LOCKED =
      Map.of("Version", 142, "Head", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA");

  private Member laptop;
  private int ann;

  @BeforeEach
  void oneNode() throws Exception {
    EmptyTailnet.make();
    ann =
        Client.owner()
            .body(Map.of("name", "ann"))
            .post("/api/v1alpha/users")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    laptop = Member.of(ann, "laptop");
  }

  @AfterEach
  void leave() {
    laptop.close();
  }

  @Test
  void aClientThatHoldsALockIsGivenTheSecretAsTheOperatorGotIt() throws Exception {
    String base64 = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(HEX));
    for (String kept : List.of("disablement-secret:" + HEX, HEX.toLowerCase(Locale.ROOT), base64)) {
      secret(SecretText.of(kept));
      FakeResponse answer = laptop.send("GET", BOOTSTRAP, LOCKED);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.text()).as(kept).isEqualTo("{\"DisablementSecret\":\"" + base64 + "\"}");
    }
  }

  @Test
  void aClientWithoutALockIsGivenNothing() throws Exception {
    secret(SecretText.of(HEX));
    assertThat(laptop.send("GET", BOOTSTRAP, Map.of("Version", 142, "Head", "")).text())
        .isEqualTo("{}");
    assertThat(laptop.send("GET", BOOTSTRAP, Map.of("Version", 142)).text()).isEqualTo("{}");
  }

  @Test
  void whereNoSecretIsKnownOrItWasWithheldNothingIsGiven() throws Exception {
    assertThat(laptop.send("GET", BOOTSTRAP, LOCKED).text()).isEqualTo("{}");
    secret(SecretText.of(HEX).withhold());
    assertThat(laptop.send("GET", BOOTSTRAP, LOCKED).text()).isEqualTo("{}");
  }

  @Test
  void onlyANodeIsGivenTheSecretAndOnlyOverItsOwnMachine() throws Exception {
    secret(SecretText.of(HEX));
    try (Member other = Member.of(ann, "other");
        FakeClient stranger = Member.stranger()) {
      Map<String, ?> stolen = Map.of("NodeKey", laptop.key().toString(), "Head", "A");
      assertThat(other.send("GET", BOOTSTRAP, stolen).status()).isEqualTo(404);
      String asked = "{\"NodeKey\":\"" + laptop.key() + "\",\"Head\":\"A\"}";
      FakeResponse answer =
          stranger.request("GET", BOOTSTRAP, asked.getBytes(StandardCharsets.UTF_8));
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.text()).doesNotContain("Disablement");
    }
    Client.owner().body("{}").post("/api/v1alpha/users/" + ann + "/suspend").then().statusCode(200);
    assertThat(laptop.send("GET", BOOTSTRAP, LOCKED).status()).isEqualTo(403);
  }

  @Test
  void everythingElseOfALockIsNotOffered() throws Exception {
    for (String path :
        List.of("init/begin", "init/finish", "sync/offer", "sync/send", "disable", "sign")) {
      FakeResponse answer = laptop.send("GET", "/machine/tka/" + path, LOCKED);
      assertThat(answer.status()).as(path).isEqualTo(501);
      assertThat(answer.text()).contains("no tailnet lock");
    }
  }

  private static void secret(SecretText value) {
    Imported.put(new Secret(Secret.SecretRole.LOCK_DISABLEMENT, Secret.ONLY, value));
  }
}
