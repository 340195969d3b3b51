package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningCoordinator
class AdministrationTest {
  private static final String API = "/api/v1alpha";

  @Test
  void healthSaysItsStatusAndNothingElse() {
    String body = RestAssured.get("/health").then().statusCode(200).extract().asString();
    assertThat(body).isEqualTo("{\"status\":\"UP\"}");
  }

  @Test
  void whatIsNotListedIsDenied() {
    Client.anonymous().get("/q/dev").then().statusCode(401);
    Client.owner().get("/metrics").then().statusCode(403);
    Client.owner().get(API + "/nothing").then().statusCode(404).body("status", equalTo(404));
  }

  @Test
  void aUserIsMadeRenamedShownAndDeleted() {
    int id = post("/users", Map.of("name", "amelie")).statusCode(201).extract().path("id");
    post("/users", Map.of("name", "amelie"))
        .statusCode(409)
        .contentType(startsWith("application/problem+json"))
        .body("detail", containsString("already a user \"amelie\""));
    post("/users/" + id + "/rename", Map.of("name", "amelia")).statusCode(200);
    Client.owner().get(API + "/users/" + id).then().body("name", equalTo("amelia"));
    Client.owner().delete(API + "/users/" + id).then().statusCode(200);
    Client.owner()
        .get(API + "/users/" + id)
        .then()
        .statusCode(404)
        .body("detail", equalTo("There is no user " + id + "."));
  }

  @Test
  void aUserWithNodesIsNotDeleted() {
    int user = user("bernard");
    int node = node(user, "b1");
    Client.owner().delete(API + "/users/" + user).then().statusCode(409);
    Client.owner().delete(API + "/nodes/" + node).then().statusCode(200);
    Client.owner().delete(API + "/users/" + user).then().statusCode(200);
  }

  @Test
  void aNodeGetsAddressesNamesTagsAndRoutes() {
    int user = user("claire");
    int node = node(user, "Claire's Laptop.local");
    Client.owner()
        .get(API + "/nodes/" + node)
        .then()
        .body("name", equalTo("claire-s-laptop"))
        .body("addresses[0]", startsWith("100."))
        .body("addresses[1]", startsWith("fd7a:115c:a1e0::"));
    post("/nodes/" + node + "/rename", Map.of("name", "Not A Label")).statusCode(422);
    post("/nodes/" + node + "/rename", Map.of("name", "laptop-c")).statusCode(200);
    post("/nodes/" + node + "/tags", Map.of("tags", List.of("nonsense"))).statusCode(400);
    post("/nodes/" + node + "/tags", Map.of("tags", List.of("tag:web")))
        .body("tags", equalTo(List.of("tag:web")))
        .body("user", equalTo(user));
    post("/nodes/" + node + "/routes", Map.of("routes", List.of("::/0", "10.0.0.0/24")))
        .body("approvedRoutes", equalTo(List.of("0.0.0.0/0", "10.0.0.0/24", "::/0")));
    Client.owner()
        .get(API + "/routes")
        .then()
        .body("items.flatten().prefix", hasItem("10.0.0.0/24"));
    post("/nodes/" + node + "/expire", Map.of()).body("expiry", not(equalTo(null)));
  }

  @Test
  void keysAreShownOnceAndNeverListed() {
    int user = user("dora");
    String key =
        post("/pre-auth-keys", Map.of("user", user, "reusable", true))
            .statusCode(201)
            .extract()
            .path("key");
    assertThat(key).matches("hskey-auth-[0-9a-f]{12}-[0-9a-f]{64}");
    String list = Client.owner().get(API + "/pre-auth-keys").asString();
    assertThat(list).contains(key.substring(11, 23)).doesNotContain(key.substring(24));
  }

  @Test
  void anExpiredApiKeyOpensNothing() {
    String key = Client.keyWith("users:read");
    Client.with(key).get(API + "/users").then().statusCode(200);
    int id =
        Client.owner()
            .get(API + "/api-keys?limit=1000")
            .then()
            .extract()
            .path("items.find { it.prefix == '" + key.substring(10, 22) + "' }.id");
    assertThat(id).isGreaterThan(1_000_000_000);
    post("/api-keys/" + id + "/expire", Map.of()).statusCode(200);
    Client.with(key).get(API + "/users").then().statusCode(401);
  }

  @Test
  void aKeyCannotMakeAKeyThatMayMore() {
    String narrow = Client.keyWith("api_keys");
    Client.with(narrow)
        .body(Map.of("scopes", List.of("owner")))
        .post(API + "/api-keys")
        .then()
        .statusCode(403);
    String administrator = Client.keyWith("all");
    Client.with(administrator)
        .body(Map.of("scopes", List.of("secrets:read")))
        .post(API + "/api-keys")
        .then()
        .statusCode(403);
  }

  @Test
  void thePolicyIsKeptAsWritten() {
    String text = "// who may\n{\"acls\": [],}\n";
    Client.owner().body(Map.of("text", text)).put(API + "/policy").then().statusCode(200);
    Client.owner().get(API + "/policy").then().body("text", equalTo(text)).body("inUse", is(true));
    Client.owner()
        .body(Map.of("text", "{\n  oops"))
        .put(API + "/policy")
        .then()
        .statusCode(400)
        .body("detail", containsString("line 2"));
  }

  @Test
  void listsComeInParts() {
    for (int i = 0; i < 3; i++) {
      user("part-" + i);
    }
    String after = Client.owner().get(API + "/users?limit=2").then().extract().path("next");
    assertThat(after).isNotNull();
    Client.owner().get(API + "/users?limit=2&after=" + after).then().statusCode(200);
    Client.owner().get(API + "/users?limit=100000").then().statusCode(400);
  }

  @Test
  void badBodiesAreRefusedWithASentence() {
    Client.owner().body("{\"nmae\": \"x\"}").post(API + "/users").then().statusCode(400);
    Client.owner().body("not json").post(API + "/users").then().statusCode(400);
    Client.owner().post(API + "/users").then().statusCode(400);
    post("/users", Map.of("name", "a\u0000b")).statusCode(400);
    post("/users", Map.of("name", "x".repeat(300)))
        .statusCode(400)
        .body("detail", containsString("255"));
    post("/users", Map.of("name", "x".repeat(2_000_000))).statusCode(413);
  }

  @Test
  void metricsAreNotOnTheMainListener() {
    RestAssured.get("/metrics").then().statusCode(401);
  }

  private static int user(String name) {
    return post("/users", Map.of("name", name)).statusCode(201).extract().path("id");
  }

  private static int node(int user, String hostname) {
    Map<String, Object> request =
        Map.of(
            "machineKey",
            "mkey:" + Keys.hex(hostname + "m"),
            "nodeKey",
            "nodekey:" + Keys.hex(hostname + "n"),
            "hostname",
            hostname,
            "user",
            user);
    return post("/nodes", request).statusCode(201).extract().path("id");
  }

  private static ValidatableResponse post(String path, Object body) {
    return Client.owner().body(body).post(API + path).then();
  }

  @Test
  void theNoiseKeyIsPublicAndThatOfTheSettings() {
    String key =
        Client.anonymous().get("/key?v=100").then().statusCode(200).extract().path("publicKey");
    assertThat(key).matches("mkey:[0-9a-f]{64}").doesNotMatch("mkey:0+");
    assertThat(Client.owner().get("/api/v1alpha/settings").jsonPath().getString("noisePublicKey"))
        .isEqualTo(key);
  }
}
