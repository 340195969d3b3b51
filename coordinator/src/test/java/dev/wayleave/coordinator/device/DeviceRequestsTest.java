package dev.wayleave.coordinator.device;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Member;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a node asks and tells beside registration and maps.
@QuarkusTest
@RunningCoordinator
class DeviceRequestsTest {
  /// Every request that names a node key: its method, and what is right in it.
  private static final Map<String, Request> REQUESTS = requests();

  private record Request(String method, int status, Map<String, ?> fields) {}

  private int ann;
  private Member laptop;

  private static Map<String, Request> requests() {
    Map<String, Request> all = new LinkedHashMap<>();
    all.put(
        "/machine/set-dns",
        new Request(
            "POST", 501, Map.of("Name", "_acme-challenge.a.b", "Type", "TXT", "Value", "x")));
    all.put("/machine/id-token", new Request("POST", 501, Map.of("Audience", "cloud")));
    all.put("/machine/feature/query", new Request("POST", 200, Map.of("Feature", "serve")));
    all.put("/machine/set-device-attr", new Request("PATCH", 200, Map.of("Update", Map.of())));
    all.put(
        "/machine/audit-log",
        new Request("POST", 200, Map.of("Action", "DISCONNECT_NODE", "Details", "lunch")));
    all.put("/machine/update-health", new Request("POST", 204, Map.of("Subsys", "dns")));
    all.put(
        "/machine/ssh/notify",
        new Request("POST", 201, Map.of("EventType", 1, "SrcNode", 1, "LocalUser", "root")));
    return all;
  }

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
    Member.awaitMaps();
  }

  @AfterEach
  void leave() {
    laptop.close();
  }

  @Test
  void everyRequestIsForTheMachineThatHasTheNodeKey() throws Exception {
    try (Member other = Member.of(ann, "other");
        FakeClient stranger = Member.stranger()) {
      for (Map.Entry<String, Request> entry : REQUESTS.entrySet()) {
        String path = entry.getKey();
        Request request = entry.getValue();
        assertThat(laptop.send(request.method(), path, request.fields()).status())
            .as(path)
            .isEqualTo(request.status());
        Map<String, Object> stolen = new HashMap<>(request.fields());
        stolen.put("NodeKey", laptop.key().toString());
        assertThat(other.send(request.method(), path, stolen).status())
            .as(path + " with another's key")
            .isEqualTo(404);
        assertThat(
                stranger
                    .request(request.method(), path, new ObjectMapper().writeValueAsBytes(stolen))
                    .status())
            .as(path + " of a stranger")
            .isEqualTo(404);
      }
    }
  }

  @Test
  void nothingIsDoneForANodeWhoseLoginHasEnded() throws Exception {
    Client.owner()
        .body("{}")
        .post("/api/v1alpha/nodes/" + laptop.id() + "/expire")
        .then()
        .statusCode(200);
    for (Map.Entry<String, Request> entry : REQUESTS.entrySet()) {
      Request request = entry.getValue();
      assertThat(laptop.send(request.method(), entry.getKey(), request.fields()).status())
          .as(entry.getKey())
          .isEqualTo(403);
    }
  }

  @Test
  void bodiesHaveALimitFarBelowThatOfTheConnection() throws Exception {
    for (Map.Entry<String, Request> entry : REQUESTS.entrySet()) {
      Map<String, Object> large = new HashMap<>(entry.getValue().fields());
      large.put("FieldOfTomorrow", "x".repeat(20_000));
      assertThat(laptop.send(entry.getValue().method(), entry.getKey(), large).status())
          .as(entry.getKey())
          .isEqualTo(400);
    }
  }

  @Test
  void whatIsNotOfferedIsSaidInASentence() throws Exception {
    assertThat(send("POST", "/machine/set-dns").text()).contains("publishes no DNS records");
    assertThat(send("POST", "/machine/id-token").text()).contains("issues no ID tokens");
    FakeResponse webClient =
        laptop.send("POST", "/machine/webclient/init/1/to/" + laptop.id(), Map.of());
    assertThat(webClient.status()).isEqualTo(501);
    assertThat(webClient.text()).contains("web interface");
  }

  @Test
  void aFeatureIsCompleteWhereTheNodeHasItsAttributesAndTextElsewhere() throws Exception {
    JsonNode without = feature("serve");
    assertThat(without.path("Complete").asBoolean()).isFalse();
    assertThat(without.path("Text").asText()).contains("--http");
    assertThat(without.path("ShouldWait").asBoolean()).isFalse();
    assertThat(feature("funnel").path("Text").asText()).contains("Funnel is not offered");
    assertThat(feature("teleport").path("Text").asText()).contains("does not know");
    policy("\"nodeAttrs\": [{\"target\": [\"*\"], \"attr\": [\"https\", \"funnel\"]}]");
    assertThat(feature("serve").path("Complete").asBoolean()).isTrue();
    assertThat(feature("funnel").path("Complete").asBoolean()).isTrue();
  }

  private JsonNode feature(String name) throws Exception {
    FakeResponse answer = laptop.send("POST", "/machine/feature/query", Map.of("Feature", name));
    assertThat(answer.status()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void aNodeSetsTheAttributesThatThePolicyLetsItSet() throws Exception {
    policy(
        """
        "attrConfig": {
          "custom:tier": {"type": "string", "allowedValues": ["gold", "tin"], "allowSetByNode": true},
          "custom:score": {"type": "number", "allowSetByNode": true},
          "custom:trusted": {"type": "bool"}
        }
        """);
    assertThat(update("custom:tier", "gold").status()).isEqualTo(200);
    assertThat(update("custom:score", 7).status()).isEqualTo(200);
    assertThat(attributes()).contains("\"custom:tier\":\"gold\"", "\"custom:score\":7");
    assertThat(update("custom:tier", null).status()).isEqualTo(200);
    assertThat(update("custom:tier", null).status()).as("it is gone already").isEqualTo(200);
    assertThat(attributes()).doesNotContain("custom:tier");
    assertThat(update("custom:tier", "lead").status()).as("not allowed").isEqualTo(400);
    assertThat(update("custom:score", "7").status()).as("not its type").isEqualTo(400);
    assertThat(update("custom:score", List.of(1)).status()).as("no value").isEqualTo(400);
    assertThat(audit()).contains("SetNodeAttributes custom:score (set by the node)");
  }

  @Test
  void whatThePolicyDoesNotLetItSetANodeCannotSetNorTakeAway() throws Exception {
    policy("\"attrConfig\": {\"custom:trusted\": {\"type\": \"bool\"}}");
    Client.owner()
        .body(Map.of("value", false))
        .put("/api/v1alpha/nodes/" + laptop.id() + "/attributes/custom:trusted")
        .then()
        .statusCode(200);
    for (String name : List.of("custom:trusted", "custom:unheard", "node:os", "<b>")) {
      for (Object value : new Object[] {true, "nothing"}) {
        FakeResponse answer = update(name, value.equals("nothing") ? null : value);
        assertThat(answer.status()).as(name).isEqualTo(403);
        assertThat(answer.text()).contains("allowSetByNode").doesNotContain("<b>");
      }
    }
    assertThat(attributes()).contains("\"custom:trusted\":false");
  }

  private FakeResponse update(String name, @Nullable Object value) throws Exception {
    Map<String, @Nullable Object> update = new HashMap<>();
    update.put(name, value);
    return laptop.send("PATCH", "/machine/set-device-attr", Map.of("Update", update));
  }

  private String attributes() {
    return Client.owner().get("/api/v1alpha/nodes/" + laptop.id() + "/attributes").asString();
  }

  @Test
  void whatAPersonDidOnADeviceStandsInTheAuditLogInOneLine() throws Exception {
    Map<String, ?> fields =
        Map.of(
            "Action", "DISCONNECT_NODE",
            "Details", "meeting\n\u001b[31m" + "x".repeat(5_000),
            "Timestamp", "2026-11-22T10:00:00Z");
    assertThat(laptop.send("POST", "/machine/audit-log", fields).status()).isEqualTo(200);
    JsonNode row = newest();
    assertThat(row.path("operation").asText())
        .startsWith("DISCONNECT_NODE at 2026-11-22T10:00:00Z meeting [31mxxx")
        .hasSizeLessThan(1_100);
    assertThat(row.path("object").asText()).isEqualTo("nodes/" + laptop.id());
    assertThat(row.path("actor").asText()).contains("node " + laptop.id());
    Map<String, ?> nameless = Map.of("Action", "drop table", "Details", "x");
    assertThat(laptop.send("POST", "/machine/audit-log", nameless).status()).isEqualTo(400);
  }

  @Test
  void aSessionThatCouldNotBeRecordedStandsInTheAuditLog() throws Exception {
    Map<String, ?> fields =
        Map.of(
            "EventType",
            2,
            "ConnectionID",
            "ssh-conn-1",
            "SrcNode",
            77,
            "SSHUser",
            "root",
            "LocalUser",
            "root",
            "RecordingAttempts",
            List.of(Map.of("Recorder", "100.64.0.9:80", "FailureMessage", "refused")));
    assertThat(laptop.send("POST", "/machine/ssh/notify", fields).status()).isEqualTo(201);
    assertThat(newest().path("operation").asText())
        .isEqualTo(
            "SSH session from nodes/77 as root could not be recorded and was ended:"
                + " 100.64.0.9:80: refused");
  }

  @Test
  void aMachineFillsNoAuditLog() throws Exception {
    Map<String, ?> fields = Map.of("Action", "DISCONNECT_NODE", "Details", "again");
    FakeResponse last = send("POST", "/machine/update-health");
    for (int i = 0; i < 31; i++) {
      last = laptop.send("POST", "/machine/audit-log", fields);
    }
    assertThat(last.status()).isEqualTo(429);
    assertThat(last.headers()).containsEntry("retry-after", "60");
  }

  private FakeResponse send(String method, String path) throws Exception {
    return laptop.send(method, path, Map.of());
  }

  private static void policy(String section) {
    String text =
        "{\"grants\": [{\"src\": [\"*\"], \"dst\": [\"*\"], \"ip\": [\"*\"]}], " + section + "}";
    Client.owner().body(Map.of("text", text)).put("/api/v1alpha/policy").then().statusCode(200);
    Member.awaitMaps();
  }

  private static JsonNode newest() throws Exception {
    return new ObjectMapper()
        .readTree(Client.owner().get("/api/v1alpha/audit?limit=1").asString())
        .path("items")
        .path(0);
  }

  private static String audit() {
    return Client.owner().get("/api/v1alpha/audit?limit=10").asString();
  }
}
