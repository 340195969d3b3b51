package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningCoordinator
class PolicyApiTest {
  private static final String POLICY = "/api/v1alpha/policy";
  private static final String HUJSON = "application/hujson";

  private static final String COMMENTED =
      """
      // The policy of the test.
      {
      \t"groups": {}, // nobody yet
      \t/* everyone */ "acls": [
      \t\t{"action": "accept", "src": ["*"], "dst": ["*:22"]}, // ssh
      \t],
      }
      """;

  @BeforeEach
  void emptyTailnet() throws Exception {
    EmptyTailnet.make();
  }

  @Test
  void withoutAPolicyThereIsNothingToShow() {
    Client.owner().get(POLICY).then().statusCode(404).body("code", equalTo("NOT_FOUND"));
    Client.owner().get(POLICY + "/versions").then().statusCode(200).body("items", is(empty()));
  }

  @Test
  void theTagIsThatOfTheFormattedTextAndTheTextStaysAsWritten() throws Exception {
    String tag = PolicyText.parse(COMMENTED).etag();
    set(COMMENTED, null).then().statusCode(200).header("ETag", "\"" + tag + "\"");
    Client.owner()
        .get(POLICY)
        .then()
        .header("ETag", "\"" + tag + "\"")
        .body("text", equalTo(COMMENTED))
        .body("etag", equalTo(tag));
    set(PolicyText.parse(COMMENTED).format(), null).then().header("ETag", "\"" + tag + "\"");
  }

  @Test
  void theTextAloneIsGivenAndTakenAsHujson() {
    Client.owner()
        .contentType(HUJSON)
        .header("Policy-Message", "from a file")
        .body(bytes(COMMENTED))
        .put(POLICY)
        .then()
        .statusCode(200)
        .body("message", equalTo("from a file"));
    Response text = Client.owner().accept(HUJSON).get(POLICY);
    assertThat(text.contentType()).startsWith(HUJSON);
    assertThat(text.header("ETag")).isNotNull();
    assertThat(new String(text.asByteArray(), StandardCharsets.UTF_8)).isEqualTo(COMMENTED);
    Client.owner()
        .accept(HUJSON)
        .header("If-None-Match", text.header("ETag"))
        .get(POLICY)
        .then()
        .statusCode(304);
    Client.owner()
        .contentType(HUJSON)
        .body(new byte[] {'{', (byte) 0xff, '}'})
        .put(POLICY)
        .then()
        .statusCode(400)
        .body("detail", containsString("UTF-8"));
  }

  @Test
  void ofTwoWritersWhoReadTheSamePolicyTheSecondIsRefused() {
    set("{}", null);
    String read = Client.owner().get(POLICY).header("ETag");
    set("{\"groups\": {}}", read).then().statusCode(200);
    long versions = versions();
    set("{\"hosts\": {}}", read)
        .then()
        .statusCode(412)
        .contentType(startsWith("application/problem+json"))
        .body("code", equalTo("STALE"))
        .body("message", equalTo("precondition failed, invalid old hash"))
        .body("detail", containsString("read it"));
    assertThat(versions()).isEqualTo(versions);
    Client.owner().get(POLICY).then().body("text", equalTo("{\"groups\": {}}"));
    assertThat(newestAudit("outcome")).startsWith("refused: ");
    assertThat(newestAudit("operation")).isEqualTo("SetPolicy");
  }

  @Test
  void ofManyWhoWriteAtOnceWithOneTagOnlyOneWrites() throws Exception {
    set("{}", null);
    String read = Client.owner().get(POLICY).header("ETag");
    String key = Client.ownerKey();
    List<Future<Integer>> answers = new ArrayList<>();
    try (ExecutorService writers = Executors.newFixedThreadPool(6)) {
      for (int i = 0; i < 6; i++) {
        String text = "{\"hosts\": {\"h" + i + "\": \"10.0.0." + i + "\"}}";
        answers.add(
            writers.submit(() ->
                Client.with(key)
                    .header("If-Match", read)
                    .body(Map.of("text", text))
                    .put(POLICY)
                    .statusCode()));
      }
    }
    List<Integer> statuses = new ArrayList<>();
    for (Future<Integer> answer : answers) {
      statuses.add(answer.get());
    }
    assertThat(statuses).containsOnlyOnce(200).containsOnly(200, 412);
    assertThat(versions()).isEqualTo(2);
  }

  @Test
  void theFirstPolicyMayAskToBeTheFirst() {
    owner("If-None-Match", "*").body(Map.of("text", "{}")).put(POLICY).then().statusCode(200);
    owner("If-None-Match", "*").body(Map.of("text", "{}")).put(POLICY).then().statusCode(412);
    owner("If-Match", "\"ts-default\"")
        .body(Map.of("text", "{}"))
        .put(POLICY)
        .then()
        .statusCode(412);
    owner("If-Match", "*").body(Map.of("text", "{}")).put(POLICY).then().statusCode(200);
    owner("If-Match", "no tag").body(Map.of("text", "{}")).put(POLICY).then().statusCode(400);
  }

  @Test
  void whatIsNoTextIsRefused() {
    Client.owner()
        .body("{\"text\": \"// \\ud800\\n{}\"}")
        .put(POLICY)
        .then()
        .statusCode(400)
        .body("detail", containsString("surrogate"));
    assertThat(versions()).isZero();
  }

  @Test
  void whatIsWrongIsSaidWithItsPlaceAndNothingIsStored() {
    set("{}", null);
    set(
            "{\n  \"acls\": [\n    {\"action\": \"deny\", \"src\": [\"*\"], \"dst\": [\"*:*\"]},\n  ],\n}",
            null)
        .then()
        .statusCode(400)
        .body("code", equalTo("POLICY_FAULT"))
        .body("message", equalTo("action=\"deny\" is not supported"))
        .body("faults[0].message", equalTo("action=\"deny\" is not supported"))
        .body("faults[0].line", equalTo(3))
        .body("faults[0].column", notNullValue())
        .body("detail", containsString("line 3"));
    set("{\n  oops", null)
        .then()
        .statusCode(400)
        .body("faults[0].line", equalTo(2))
        .body("faults[0].column", equalTo(3));
    assertThat(versions()).isEqualTo(1);
    Client.owner().get(POLICY).then().body("text", equalTo("{}"));
  }

  @Test
  void aPolicyThatFailsItsOwnTestsIsRefusedAndNotStored() {
    Residents.node(Residents.user("thea"), "thea");
    String policy =
        """
        {
          "hosts": {"db": "10.0.0.5"},
          "acls": [{"action": "accept", "src": ["*"], "dst": ["db:5432"]}],
          "tests": [
            {"src": "thea@example.com", "accept": ["db:5432"%s]},
          ],
        }
        """;
    set(policy.formatted(", \"db:22\""), null)
        .then()
        .statusCode(400)
        .body("code", equalTo("POLICY_TESTS"))
        .body("message", equalTo("test(s) failed"))
        .body("data", hasSize(1))
        .body("data[0].user", equalTo("thea@example.com"))
        .body("data[0].errors", hasSize(1))
        .body("data[0].errors[0]", containsString("want: Accept, got: Drop"))
        .body("faults[0].line", equalTo(5));
    assertThat(versions()).isZero();
    Client.owner().get(POLICY).then().statusCode(404);
    Client.owner()
        .body(Map.of("text", policy.formatted(", \"db:22\"")))
        .post(POLICY + "/check")
        .then()
        .statusCode(200)
        .body("accepted", is(false))
        .body("data[0].errors[0]", containsString("db:22"));
    set(policy.formatted(""), null).then().statusCode(200);
    Map<String, Object> edit = Map.of("op", "add", "path", "/tests/0/accept/-", "value", "db:22");
    Client.owner()
        .body(Map.of("edits", List.of(edit)))
        .post(POLICY + "/edits")
        .then()
        .statusCode(400)
        .body("message", equalTo("test(s) failed"));
    assertThat(versions()).isEqualTo(1);
  }

  @Test
  void versionsSayWhoWhenAndWhy() {
    String writer = Client.keyWith("policy");
    set("{}", null);
    Client.with(writer)
        .body(Map.of("text", "{\"hosts\": {}}", "message", "hosts to come"))
        .put(POLICY)
        .then()
        .statusCode(200);
    Client.owner()
        .get(POLICY + "/versions?limit=1")
        .then()
        .body("items[0].message", equalTo("hosts to come"))
        .body("items[0].author", containsString(writer.substring(10, 22)))
        .body("items[0].createdAt", notNullValue())
        .body("items[0].inUse", is(true))
        .body("items[0].origin", equalTo("api"))
        .body("items[0].text", nullValue())
        .body("next", notNullValue());
    String newest = newest();
    String older =
        Client.owner()
            .get(POLICY + "/versions?after=" + newest)
            .then()
            .extract()
            .path("items[0].id");
    Client.owner()
        .get(POLICY + "/versions/" + older)
        .then()
        .body("text", equalTo("{}"))
        .body("inUse", is(false))
        .body("message", nullValue());
    Client.owner().get(POLICY + "/versions/" + newest).then().body("previous", equalTo(older));
    Client.owner().get(POLICY + "/versions/nothing").then().statusCode(404);
  }

  @Test
  void tenVersionsAreListedAfterTheNinth() {
    for (int i = 0; i < 11; i++) {
      set("{}", null);
    }
    List<String> ids = Client.owner().get(POLICY + "/versions").jsonPath().getList("items.id");
    List<Long> numbers = ids.stream().map(Long::parseLong).toList();
    for (int i = 1; i < numbers.size(); i++) {
      assertThat(numbers.get(i)).isEqualTo(numbers.get(i - 1) - 1);
    }
  }

  @Test
  void whatAVersionChangedIsShownLineByLine() {
    set("{\n  \"hosts\": {},\n}\n", null);
    String first = newest();
    set("{\n  \"groups\": {},\n}\n", null);
    String second = newest();
    String diff =
        Client.owner()
            .get(POLICY + "/versions/" + second + "/diff")
            .then()
            .statusCode(200)
            .body("from", equalTo(first))
            .extract()
            .path("text");
    assertThat(diff).contains("-  \"hosts\": {},\n+  \"groups\": {},\n");
    Client.owner()
        .get(POLICY + "/versions/" + first + "/diff?against=" + second)
        .then()
        .body("text", containsString("-  \"groups\": {},\n+  \"hosts\": {},\n"));
    Client.owner()
        .get(POLICY + "/versions/" + first + "/diff")
        .then()
        .body("from", nullValue())
        .body("text", containsString("+  \"hosts\": {},"));
  }

  @Test
  void revertingMakesANewVersionOfTheOldText() {
    set(COMMENTED, null);
    String old = newest();
    String oldTag = Client.owner().get(POLICY).header("ETag");
    set("{}", null);
    Client.owner()
        .header("If-Match", oldTag)
        .body(Map.of())
        .post(POLICY + "/versions/" + old + "/revert")
        .then()
        .statusCode(412);
    Client.owner()
        .body(Map.of())
        .post(POLICY + "/versions/" + old + "/revert")
        .then()
        .statusCode(200)
        .header("ETag", oldTag)
        .body("id", not(equalTo(old)))
        .body("text", equalTo(COMMENTED))
        .body("inUse", is(true))
        .body("message", equalTo("Reverts to version " + old));
    assertThat(newestAudit("operation")).isEqualTo("RevertPolicy");
    Client.owner().get(POLICY + "/versions/" + old).then().body("inUse", is(false));
  }

  @Test
  void editsLeaveCommentsAndLayoutAlone() {
    set(COMMENTED, null);
    String tag = Client.owner().get(POLICY).header("ETag");
    Map<String, Object> edit = Map.of("op", "replace", "path", "/acls/0/dst/0", "value", "*:443");
    Client.owner()
        .header("If-Match", tag)
        .body(Map.of("edits", List.of(edit), "message", "web"))
        .post(POLICY + "/edits")
        .then()
        .statusCode(200)
        .body("text", equalTo(COMMENTED.replace("*:22", "*:443")))
        .body("message", equalTo("web"));
    assertThat(newestAudit("operation")).isEqualTo("EditPolicy");
    Client.owner()
        .header("If-Match", tag)
        .body(Map.of("edits", List.of(edit)))
        .post(POLICY + "/edits")
        .then()
        .statusCode(412);
  }

  @Test
  void editsAreMadeAllOrNone() {
    set(COMMENTED, null);
    Map<String, Object> good = Map.of("op", "remove", "path", "/groups");
    Map<String, Object> bad = Map.of("op", "remove", "path", "/nothing");
    Client.owner()
        .body(Map.of("edits", List.of(good, bad)))
        .post(POLICY + "/edits")
        .then()
        .statusCode(400)
        .body("detail", containsString("/nothing"));
    Client.owner()
        .body(
            Map.of(
                "edits",
                List.of(Map.of("op", "replace", "path", "/acls/0/action", "value", "deny"))))
        .post(POLICY + "/edits")
        .then()
        .statusCode(400)
        .body("message", equalTo("action=\"deny\" is not supported"));
    Client.owner()
        .body(Map.of("edits", List.of(Map.of("op", "smile", "path", ""))))
        .post(POLICY + "/edits")
        .then()
        .statusCode(400)
        .body("detail", containsString("smile"));
    Client.owner().get(POLICY).then().body("text", equalTo(COMMENTED));
  }

  @Test
  void readingAndWritingAreDifferentRights() {
    set("{}", null);
    String id = newest();
    String reader = Client.keyWith("policy:read");
    for (String path : List.of("", "/versions", "/versions/" + id, "/versions/" + id + "/diff")) {
      Client.with(reader).get(POLICY + path).then().statusCode(200);
    }
    Client.with(reader).accept(HUJSON).get(POLICY).then().statusCode(200);
    Client.with(reader).body(Map.of("text", "{}")).post(POLICY + "/check").then().statusCode(200);
    Client.with(reader).body(Map.of("text", "{}")).put(POLICY).then().statusCode(403);
    Client.with(reader).contentType(HUJSON).body(bytes("{}")).put(POLICY).then().statusCode(403);
    Client.with(reader).body(Map.of()).post(POLICY + "/edits").then().statusCode(403);
    Client.with(reader)
        .body(Map.of())
        .post(POLICY + "/versions/" + id + "/revert")
        .then()
        .statusCode(403);
    Client.anonymous().accept(HUJSON).get(POLICY).then().statusCode(401);
    Client.anonymous().contentType(HUJSON).body(bytes("{}")).put(POLICY).then().statusCode(401);
  }

  @Test
  void aPolicyThatIsTooLargeIsRefusedAndOneThatIsNotIsTaken() throws Exception {
    String comment = "// " + "x".repeat(900_000) + "\n{}\n";
    Client.owner().contentType(HUJSON).body(bytes(comment)).put(POLICY).then().statusCode(200);
    assertThat(statusOfAnnounced(1_100_000)).startsWith("HTTP/1.1 413");
    assertThat(versions()).isEqualTo(1);
    Client.owner()
        .body(Map.of("text", "{}", "message", "x".repeat(1_000)))
        .put(POLICY)
        .then()
        .statusCode(400)
        .body("detail", containsString("message"));
  }

  /// What is answered to a body that is announced and not sent: the connection is closed then, and
  /// a client that still sends may not get to read why.
  private static String statusOfAnnounced(int length) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
      socket.setSoTimeout(20_000);
      String head =
          String.join(
              "\r\n",
              "PUT " + POLICY + " HTTP/1.1",
              "Host: localhost",
              "Authorization: Bearer " + Client.ownerKey(),
              "Content-Type: " + HUJSON,
              "Content-Length: " + length,
              "",
              "");
      socket.getOutputStream().write(bytes(head));
      return new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
          .readLine();
    }
  }

  private static Response set(String text, @Nullable String ifMatch) {
    RequestSpecification request = Client.owner().body(Map.of("text", text));
    return (ifMatch == null ? request : request.header("If-Match", ifMatch)).put(POLICY);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static RequestSpecification owner(String header, String value) {
    return Client.owner().header(header, value);
  }

  private static String newest() {
    return Client.owner().get(POLICY + "/versions?limit=1").jsonPath().getString("items[0].id");
  }

  private static long versions() {
    return Client.owner().get(POLICY + "/versions").jsonPath().getList("items").size();
  }

  private static String newestAudit(String field) {
    return Client.owner()
        .get("/api/v1alpha/audit?limit=1")
        .jsonPath()
        .getString("items[0]." + field);
  }
}
