package dev.wayleave.testkit.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The oddities of the API that whoever asks it has to live with.
class HostedApiTest {
  private static final String BEARER = "Bearer " + HostedTokens.API_TOKEN;

  private HostedApi api;
  private HttpClient http;

  @BeforeEach
  void start() {
    api = HostedApi.start();
    http = HttpClient.newHttpClient();
  }

  @AfterEach
  void stop() {
    http.close();
    api.close();
  }

  private HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api.url() + "/api/v2/" + path))
            .method(method, BodyPublishers.ofString(body));
    List<String> given = List.of(headers);
    if (!given.contains("Authorization")) {
      request.header("Authorization", BEARER);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode get(String path) throws Exception {
    HttpResponse<String> response = send("GET", path, "");
    assertThat(response.statusCode()).as(path).isEqualTo(200);
    return HostedSample.parse(response.body());
  }

  private int post(String path, String body, String... headers) throws Exception {
    return send("POST", path, body, headers).statusCode();
  }

  @Test
  void escapedPathsAndOlderNamesOfTheTailnetAreUnderstood() throws Exception {
    assertThat(get("tailnet/-/vip-services/svc%3Adb").path("name").asText()).isEqualTo("svc:db");
    assertThat(get("tailnet/alice%40gmail.com/settings")).isEqualTo(get("tailnet/-/settings"));
    assertThat(get("tailnet/xe.github/settings")).isEqualTo(get("tailnet/-/settings"));
    assertThat(send("GET", "tailnet/bob%40gmail.com/settings", "").statusCode()).isEqualTo(404);
  }

  @Test
  void aTokenIsTakenAsBearerAndAsTheNameInBasic() throws Exception {
    String basic =
        Base64.getEncoder()
            .encodeToString((HostedTokens.API_TOKEN + ":").getBytes(StandardCharsets.UTF_8));
    assertThat(
            send("GET", "tailnet/-/settings", "", "Authorization", "Basic " + basic).statusCode())
        .isEqualTo(200);
    HttpResponse<String> refused =
        send("GET", "tailnet/-/settings", "", "Authorization", "Bearer no");
    assertThat(refused.statusCode()).isEqualTo(401);
    assertThat(HostedSample.parse(refused.body()).path("message").isTextual()).isTrue();
  }

  @Test
  void aTailnetHasSeveralNamesAndADeviceTwoIds() throws Exception {
    for (String name : List.of("-", "example.com", HostedSample.TAILNET_ID)) {
      assertThat(get("tailnet/" + name + "/settings").isObject()).isTrue();
    }
    assertThat(send("GET", "tailnet/other.example/settings", "").statusCode()).isEqualTo(404);
    assertThat(get("device/nOldNas1CNTRL")).isEqualTo(get("device/12345678901234567"));
  }

  @Test
  void listsTellLessUnlessAllIsAskedFor() throws Exception {
    assertThat(get("tailnet/-/devices").path("devices").get(0).has("enabledRoutes")).isFalse();
    assertThat(get("tailnet/-/devices?fields=all").path("devices").get(0).has("enabledRoutes"))
        .isTrue();
    assertThat(get("tailnet/-/users").path("users").findValuesAsText("type"))
        .doesNotContain("shared");
    assertThat(get("tailnet/-/users?type=all").path("users").findValuesAsText("type"))
        .contains("shared");
    assertThat(get("tailnet/-/keys").path("keys").findValuesAsText("keyType")).containsOnly("auth");
    api.listOnlyKeyIds(true);
    assertThat(get("tailnet/-/keys?all=true").path("keys").get(0).size()).isEqualTo(1);
  }

  @Test
  void valuesAreAbsentEmptyZeroAndNull() throws Exception {
    JsonNode devices = get("tailnet/-/devices?fields=all").path("devices");
    JsonNode external = devices.get(devices.size() - 1);
    assertThat(external.path("created").asText("absent")).isEmpty();
    assertThat(external.path("machineKey").asText("absent")).isEmpty();
    assertThat(external.path("clientConnectivity").path("endpoints").isNull()).isTrue();
    assertThat(devices.findValuesAsText("expires")).contains("0001-01-01T00:00:00Z");
    assertThat(devices.findValues("hairPinning")).allMatch(JsonNode::isNull);
    assertThat(devices.findValues("id")).allMatch(JsonNode::isTextual);
    assertThat(get("device/nAl1ceMbCNTRL").has("tags")).as("a device without tags").isFalse();
    assertThat(get("device/nGw7yB2xCNTRL").has("lastSeen")).as("a connected device").isFalse();
    JsonNode invites = get("device/nB0bDeskCNTRL/device-invites");
    assertThat(invites.isArray()).as("invites have no envelope").isTrue();
    assertThat(invites.get(0).path("deviceId").isTextual()).isTrue();
    assertThat(get("tailnet/-/logging/configuration?start=a&end=b").has("tailnetId")).isTrue();
  }

  @Test
  void someErrorsAreNoJson() throws Exception {
    HttpResponse<String> unknown = send("GET", "tailnet/-/nothing", "");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).isEqualTo("404 page not found\n");
    assertThat(send("DELETE", "device/nPartn3rCNTRL", "").statusCode()).isEqualTo(501);
    api.servicesByOldName(true);
    assertThat(send("GET", "tailnet/-/services", "").statusCode()).isEqualTo(404);
    assertThat(get("tailnet/-/vip-services").path("vipServices")).hasSize(1);
  }

  @Test
  void aPolicyIsHuJsonUnlessJsonIsAskedForAndItsTagIsOfItsLayout() throws Exception {
    HttpResponse<String> hujson = send("GET", "tailnet/-/acl", "");
    assertThat(hujson.body()).isEqualTo(HostedSample.text("acl.hujson"));
    String etag = hujson.headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> json = send("GET", "tailnet/-/acl", "", "Accept", "application/json");
    assertThat(HostedSample.parse(json.body()).path("groups").isObject()).isTrue();
    assertThat(json.headers().firstValue("ETag")).contains(etag);
    api.tailnet().policy().replace("\n\n" + hujson.body());
    assertThat(api.tailnet().policy().etag())
        .as("space that the formatter drops does not change the tag")
        .isEqualTo(etag);
  }

  @Test
  void aPolicyIsReplacedByTagAndResetByNothing() throws Exception {
    assertThat(post("tailnet/-/acl", "{}", "If-Match", "\"0000\"")).isEqualTo(412);
    assertThat(post("tailnet/-/acl", "{}", "If-Match", "\"ts-default\"")).isEqualTo(412);
    assertThat(post("tailnet/-/acl", "{}", "If-Match", api.tailnet().policy().etag()))
        .isEqualTo(200);
    assertThat(post("tailnet/-/acl", "{\"acls\": [")).isEqualTo(400);
    assertThat(post("tailnet/-/acl", "")).isEqualTo(200);
    assertThat(api.tailnet().policy().text()).isEqualTo(HostedPolicy.DEFAULT);
    assertThat(post("tailnet/-/acl", "{}", "If-Match", "\"ts-default\"")).isEqualTo(200);
    assertThat(post("tailnet/-/acl/validate", "")).isEqualTo(400);
    HttpResponse<String> invalid = send("POST", "tailnet/-/acl/validate", "{");
    assertThat(invalid.statusCode()).as("also where it is not valid").isEqualTo(200);
    assertThat(HostedSample.parse(invalid.body()).path("message").asText()).isNotEmpty();
  }

  @Test
  void devicesTakeWhatTheApiTakes() throws Exception {
    assertThat(post("device/nGw7yB2xCNTRL/tags", "{\"tags\":[\"tag:unknown\"]}")).isEqualTo(400);
    assertThat(post("device/nGw7yB2xCNTRL/tags", "{\"tags\":null}")).isEqualTo(200);
    assertThat(api.tailnet().device("gateway").has("tags")).isFalse();
    assertThat(post("device/nGw7yB2xCNTRL/ip", "{\"ipv4\":\"100.101.10.2\"}")).isEqualTo(409);
    assertThat(post("device/nGw7yB2xCNTRL/name", "{\"name\":\"exit-berlin\"}")).isEqualTo(200);
    assertThat(get("device/nGw7yB2xCNTRL").path("name").asText())
        .isEqualTo("exit-berlin-1.tail4e5f.ts.net");
    assertThat(post("device/nGw7yB2xCNTRL/routes", "{\"routes\":[\"198.51.100.0/24\"]}"))
        .as("routes are approved ahead")
        .isEqualTo(200);
    assertThat(post("device/nPartn3rCNTRL/name", "{\"name\":\"mine\"}")).isEqualTo(501);
    assertThat(post("tailnet/-/dns/nameservers", "{\"dns\":[]}")).isEqualTo(200);
    assertThat(get("tailnet/-/dns/preferences").path("magicDNS").asBoolean()).isFalse();
    assertThat(post("tailnet/-/dns/preferences", "{\"magicDNS\":true}")).isEqualTo(400);
  }
}
