package dev.wayleave.coordinator.api.v1alpha;

import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Custom attributes of nodes, and what a live tailnet makes of them.
@QuarkusTest
@RunningCoordinator
class NodeAttributesApiTest {
  private static final String NODES = "/api/v1alpha/nodes";
  private static final String POLICY =
      """
      {
        "postures": {"posture:prod": ["custom:tier == 'prod'", "custom:score >= 3"]},
        "acls": [
          {"action": "accept", "src": ["ann@example.com"], "dst": ["bob@example.com:22"],
           "srcPosture": ["posture:prod"]},
        ],
      }
      """;

  private String attributes = "";

  @BeforeEach
  void twoDevices() throws Exception {
    EmptyTailnet.make();
    Residents.node(Residents.user("ann"), "laptop");
    Residents.node(Residents.user("bob"), "server");
    int laptop =
        Client.owner().get(NODES).jsonPath().getInt("items.find { it.hostname == 'laptop' }.id");
    attributes = NODES + "/" + laptop + "/attributes";
  }

  @Test
  void aConditionIsMetOnceItsAttributesAreSet() {
    explain().body("answer", equalTo("denied"));
    set("custom:tier", Map.of("value", "prod")).statusCode(200);
    explain().body("answer", equalTo("denied"));
    set("custom:score", Map.of("value", 3, "comment", "checked by hand"))
        .statusCode(200)
        .body("attributes.'custom:tier'", equalTo("prod"))
        .body("attributes.'custom:score'", equalTo(3))
        .body("expiries", aMapWithSize(0));
    explain().body("answer", equalTo("allowed"));
    preview().body("reaches[0].rule.rule", equalTo("acls[0]"));
    Client.owner()
        .get("/api/v1alpha/audit?limit=1")
        .then()
        .body("items[0].operation", equalTo("SetNodeAttributes custom:score (checked by hand)"));
    Client.owner().delete(attributes + "/custom:tier").then().statusCode(200);
    explain().body("answer", equalTo("denied"));
    Client.owner()
        .delete(attributes + "/custom:tier")
        .then()
        .statusCode(404)
        .body("detail", containsString("custom:tier"));
  }

  @Test
  void whatExpiresNoLongerCounts() {
    set("custom:score", Map.of("value", 3)).statusCode(200);
    explain().body("answer", equalTo("denied"));
    Instant end = Instant.now().plusSeconds(5);
    set("custom:tier", Map.of("value", "prod", "expiry", end.toString()))
        .statusCode(200)
        .body("expiries.'custom:tier'", equalTo(end.toString()));
    Await.until(
        "the condition is no longer met",
        Duration.ofSeconds(30),
        () -> explain().extract().path("answer").equals("denied"));
    Client.owner()
        .get(attributes)
        .then()
        .body("attributes", aMapWithSize(1))
        .body("expiries", aMapWithSize(0));
    set("custom:tier", Map.of("value", "prod", "expiry", end.toString()))
        .statusCode(422)
        .body("detail", containsString("past"));
  }

  @Test
  void putAndPostAreTheSame() {
    Client.owner()
        .body(Map.of("value", true))
        .put(attributes + "/custom:managed")
        .then()
        .statusCode(200)
        .body("attributes.'custom:managed'", is(true));
    set("custom:managed", Map.of("value", false))
        .statusCode(200)
        .body("attributes.'custom:managed'", is(false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tier",
        "node:os",
        "custom:",
        "custom:a-b",
        "custom:a2345678901234567890123456789012345678901234567890123456789012345678901234567890"
            + "123456789012345678901234567890123456789012"
      })
  void namesThatTheHostedServiceRefusesAreRefused(String name) {
    set(name, Map.of("value", true)).statusCode(400).body("detail", containsString("custom:NAME"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"value\": null}",
        "{\"value\": []}",
        "{\"value\": \"\"}",
        "{\"value\": \"a b\"}",
        "{\"value\": \"a2345678901234567890123456789012345678901234567890x\"}",
        "{\"value\": 9007199254740992}"
      })
  void valuesThatTheHostedServiceRefusesAreRefused(String body) {
    Client.owner()
        .body(body)
        .post(attributes + "/custom:tier")
        .then()
        .statusCode(400)
        .body("detail", containsString("value"));
  }

  @Test
  void whoMayOnlyReadMaySetNothing() {
    String reader = Client.keyWith("nodes:read");
    Client.with(reader).get(attributes).then().statusCode(200);
    Client.with(reader)
        .body(Map.of("value", true))
        .put(attributes + "/custom:tier")
        .then()
        .statusCode(403);
  }

  private ValidatableResponse set(String name, Map<String, Object> body) {
    return Client.owner().body(body).post(attributes + "/" + name).then();
  }

  private static ValidatableResponse explain() {
    return ask("/explain", Map.of("text", POLICY, "source", "laptop", "destination", "server:22"));
  }

  private static ValidatableResponse preview() {
    return ask("/preview", Map.of("text", POLICY, "as", "laptop"));
  }

  private static ValidatableResponse ask(String path, Map<String, Object> body) {
    return Client.owner().body(body).post("/api/v1alpha/policy" + path).then().statusCode(200);
  }
}
