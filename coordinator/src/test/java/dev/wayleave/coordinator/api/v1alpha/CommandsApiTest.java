package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What the commands that Headscale's users know ask for.
@QuarkusTest
@RunningCoordinator
class CommandsApiTest {
  private static final String API = "/api/v1alpha";

  private static ValidatableResponse post(String path, Object body) {
    return Client.owner().body(body).post(API + path).then();
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

  @Test
  void aDeletedPreAuthKeyIsGone() {
    int id = post("/pre-auth-keys", Map.of("tags", List.of("tag:x"))).extract().path("view.id");
    Client.owner().delete(API + "/pre-auth-keys/" + id).then().statusCode(200);
    Client.owner()
        .get(API + "/pre-auth-keys/" + id)
        .then()
        .statusCode(404)
        .body("detail", equalTo("There is no pre-auth key " + id + "."));
  }

  @Test
  void aDeletedApiKeyOpensNothing() {
    String key = Client.keyWith("users:read");
    int id =
        Client.owner()
            .get(API + "/api-keys?limit=1000")
            .then()
            .extract()
            .path("items.find { it.prefix == '" + key.substring(10, 22) + "' }.id");
    Client.owner().delete(API + "/api-keys/" + id).then().statusCode(200);
    Client.with(key).get(API + "/users").then().statusCode(401);
    Client.owner().delete(API + "/api-keys/" + id).then().statusCode(404);
  }

  @Test
  void aNodeIsMovedAndItsExpiryIsSetAndTakenAway() {
    int node = node(user("mover-from"), "moving");
    int to = user("mover-to");
    post("/nodes/" + node + "/move", Map.of("user", to)).statusCode(200).body("user", equalTo(to));
    post("/nodes/" + node + "/move", Map.of("user", 999_999))
        .statusCode(404)
        .body("detail", equalTo("There is no user 999999."));
    post("/nodes/" + node + "/expire", Map.of("at", "2040-01-01T00:00:00Z"))
        .body("expiry", equalTo("2040-01-01T00:00:00Z"));
    post("/nodes/" + node + "/expire", Map.of("never", true))
        .statusCode(200)
        .body("expiry", nullValue());
    post("/nodes/" + node + "/expire", Map.of("never", true, "at", "2040-01-01T00:00:00Z"))
        .statusCode(400)
        .body("detail", containsString("not both"));
  }

  @Test
  void nodesThatLackNothingAreNotChangedByABackfill() {
    node(user("filled"), "filled");
    post("/nodes/backfill-addresses", Map.of()).statusCode(200).body("$", hasSize(0));
  }

  @Test
  void theSecretOfAnOAuthClientIsShownOnceAndItsScopesAreKnownOnes() {
    ValidatableResponse made =
        post(
                "/oauth-clients",
                Map.of("scopes", List.of("devices:core"), "tags", List.of("tag:operator")))
            .statusCode(201)
            .body("view.tags", equalTo(List.of("tag:operator")));
    String secret = made.extract().path("key");
    String id = made.extract().path("view.id");
    assertThat(secret).matches("hskey-client-" + id + "-[0-9a-f]{64}");
    assertThat(Client.owner().get(API + "/oauth-clients?limit=1000").asString())
        .contains(id)
        .doesNotContain(secret.substring(secret.length() - 64));
    post("/oauth-clients", Map.of("scopes", List.of("devices:everything")))
        .statusCode(400)
        .body("detail", containsString("\"devices:everything\" is not a scope"));
    post("/oauth-clients", Map.of("scopes", List.of())).statusCode(400);
    post("/oauth-clients", Map.of("scopes", List.of("auth_keys")))
        .statusCode(400)
        .body("detail", containsString("needs the tags"));
    Client.owner().delete(API + "/oauth-clients/" + id).then().statusCode(200);
    Client.owner().delete(API + "/oauth-clients/" + id).then().statusCode(404);
  }

  @Test
  void anOAuthClientMayNotMoreThanWhoMakesIt() {
    String narrow = Client.keyWith("oauth_clients");
    for (String scope : List.of("owner", "policy_file", "devices:routes:read")) {
      Client.with(narrow)
          .body(Map.of("scopes", List.of(scope)))
          .post(API + "/oauth-clients")
          .then()
          .statusCode(403);
    }
    Client.with(narrow)
        .body(Map.of("scopes", List.of("oauth_keys:read")))
        .post(API + "/oauth-clients")
        .then()
        .statusCode(201);
  }

  @Test
  void dnsSettingsAreChangedOnlyByThoseWhoSawThem() {
    put(dns("first.internal"), null).statusCode(200);
    String tag = Client.owner().get(API + "/dns").then().extract().header("ETag");
    String later = put(dns("second.internal"), tag).statusCode(200).extract().header("ETag");
    assertThat(later).isNotEqualTo(tag);
    put(dns("third.internal"), tag)
        .statusCode(412)
        .body("detail", containsString("not the ones that this change was made on"));
    Client.owner()
        .get(API + "/dns")
        .then()
        .header("ETag", later)
        .body("etag", equalTo(later.replace("\"", "")))
        .body("baseDomain", equalTo("second.internal"));
    put(dns("third.internal"), "\"x\", " + later).statusCode(200);
  }

  @Test
  void dnsSettingsAreKeptWholeAndInOneSpelling() {
    Map<String, Object> wanted = dns("Tailnet.Internal.");
    wanted.put("nameservers", List.of("1.1.1.1", "2606:4700:4700::1111", "https://dns.example/q"));
    wanted.put("overrideLocalDns", true);
    wanted.put("splitNameservers", Map.of("Corp.Example", List.of("10.0.0.53:5353")));
    wanted.put("searchDomains", List.of("corp.example"));
    wanted.put("extraRecords", List.of(Map.of("name", "git.corp.example", "value", "100.64.0.9")));
    put(wanted, null)
        .statusCode(200)
        .body("baseDomain", equalTo("tailnet.internal"))
        .body("splitNameservers.'corp.example'", equalTo(List.of("10.0.0.53:5353")))
        .body("extraRecords[0].type", equalTo("A"));
  }

  @Test
  void dnsSettingsThatCannotBeAreRefusedWithASentence() {
    refused("baseDomain", "no name", "\"no name\" is not a domain name");
    refused("nameservers", List.of("dns.google"), "neither an IP address nor an https:// URL");
    refused("nameservers", List.of("1.1.1.1:70000"), "neither an IP address nor an https:// URL");
    refused("overrideLocalDns", true, "without nameservers");
    refused("splitNameservers", Map.of("corp.example", List.of()), "has no nameserver");
    refused(
        "extraRecords",
        List.of(Map.of("name", "a.example", "type", "AAAA", "value", "1.2.3.4")),
        "is a value for A");
    refused(
        "extraRecords",
        List.of(Map.of("name", "a.example", "type", "A", "value", "b.example")),
        "extraRecords.value");
  }

  private static void refused(String field, Object value, String why) {
    Map<String, Object> wanted = dns("ok.internal");
    wanted.put(field, value);
    put(wanted, null).statusCode(400).body("detail", containsString(why));
  }

  private static Map<String, Object> dns(String baseDomain) {
    Map<String, Object> wanted = new HashMap<>();
    wanted.put("magicDns", true);
    wanted.put("baseDomain", baseDomain);
    return wanted;
  }

  private static ValidatableResponse put(Map<String, Object> body, @Nullable String ifMatch) {
    var request = Client.owner().body(body);
    return (ifMatch == null ? request : request.header("If-Match", ifMatch))
        .put(API + "/dns")
        .then();
  }
}
