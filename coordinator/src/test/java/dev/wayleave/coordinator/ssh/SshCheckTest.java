package dev.wayleave.coordinator.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Member;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.wire.SshAction;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import dev.wayleave.testkit.client.FakeStream;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// SSH sessions that the policy has checked: a laptop's to a server that asks about them.
@QuarkusTest
@RunningCoordinator
class SshCheckTest {
  private static final Pattern PAGE = Pattern.compile("https?://\\S+/ssh/check/([0-9a-f]{40})");
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"");
  private static final Duration AT_ONCE = Duration.ofMillis(200);

  private Member laptop;
  private Member server;

  @BeforeEach
  void twoNodes() throws Exception {
    EmptyTailnet.make();
    int ann =
        Client.owner()
            .body(Map.of("name", "ann"))
            .post("/api/v1alpha/users")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    policy("check", "\"checkPeriod\": \"1h\",");
    laptop = Member.of(ann, "laptop");
    server = Member.tagged("tag:server", "server");
    Member.awaitMaps();
  }

  @AfterEach
  void leave() {
    laptop.close();
    server.close();
  }

  @Test
  void theFirstSessionIsHeldUntilAnAdministratorApprovesIt() throws Exception {
    SshAction first = first("root");
    assertThat(first.accept()).isFalse();
    assertThat(first.reject()).isFalse();
    String id = id(first);
    assertThat(first.message()).contains("wayleave auth approve --auth-id " + id);
    assertThat(first.holdAndDelegate()).startsWith("https://unused/machine/ssh/action/");
    try (FakeStream held = hold(first, "root")) {
      assertThat(held.poll(AT_ONCE)).as("nothing is said before somebody decides").isEmpty();
      decide(id, "approve").then().statusCode(200).body("name", equalTo("server"));
      SshAction then = action(held.whole());
      assertThat(then.accept()).isTrue();
      assertThat(then.allowLocalPortForwarding()).isTrue();
    }
    assertThat(audit())
        .contains("ApproveSession from nodes/" + laptop.id() + " as root", "nodes/" + server.id());
  }

  @Test
  void withinThePeriodTheSamePassageIsAcceptedAtOnceAndAnotherIsNot() throws Exception {
    decide(id(first("root")), "approve").then().statusCode(200);
    assertThat(first("root").accept()).isTrue();
    assertThat(first("ann").accept()).as("another account").isFalse();
    try (Member other = Member.tagged("tag:server", "other")) {
      Member.awaitMaps();
      assertThat(action(other.get(path(laptop, other, "root"))).accept()).isFalse();
    }
  }

  @Test
  void whereEverySessionIsCheckedAnApprovalIsForOneAlone() throws Exception {
    policy("check", "\"checkPeriod\": \"always\",");
    SshAction first = first("root");
    SshAction second = first("root");
    assertThat(id(first)).isNotEqualTo(id(second));
    try (FakeStream one = hold(first, "root");
        FakeStream two = hold(second, "root")) {
      decide(id(first), "approve").then().statusCode(200);
      assertThat(action(one.whole()).accept()).isTrue();
      assertThat(two.poll(AT_ONCE)).isEmpty();
    }
    assertThat(first("root").accept()).isFalse();
  }

  @Test
  void aRejectedSessionIsRefusedWithASentence() throws Exception {
    SshAction first = first("root");
    try (FakeStream held = hold(first, "root")) {
      decide(id(first), "reject").then().statusCode(200);
      SshAction then = action(held.whole());
      assertThat(then.reject()).isTrue();
      assertThat(then.message()).contains("An administrator refused this session.");
    }
    decide(id(first), "approve").then().statusCode(404);
  }

  @Test
  void whatThePolicyDoesNotPermitIsRefusedAlsoAfterTheApproval() throws Exception {
    SshAction first = first("root");
    try (FakeStream held = hold(first, "root")) {
      policy("check", "\"checkPeriod\": \"1h\",", "autogroup:tagged");
      decide(id(first), "approve").then().statusCode(200);
      assertThat(action(held.whole()).reject()).isTrue();
    }
    assertThat(first("root").reject()).as("a rule that is gone").isTrue();
    policy("accept", "");
    assertThat(first("root").accept()).as("a rule that asks for no check").isTrue();
  }

  @Test
  void onlyTheNodeThatTheSessionCameToMayAsk() throws Exception {
    assertThat(laptop.get(path(laptop, server, "root")).status()).isEqualTo(403);
    SshAction first = first("root");
    String held = path(laptop, server, "root") + "&auth_id=" + id(first);
    assertThat(laptop.get(held).status()).isEqualTo(403);
    try (FakeClient stranger = Member.stranger()) {
      assertThat(stranger.get(held).status()).isEqualTo(403);
    }
    Client.owner()
        .body("{}")
        .post("/api/v1alpha/nodes/" + server.id() + "/expire")
        .then()
        .statusCode(200);
    assertThat(server.get(held).status()).as("its login has ended").isEqualTo(403);
  }

  @Test
  void aCheckOfAnotherPassageIsNotItsOwn() throws Exception {
    String foreign = id(first("root"));
    decide(foreign, "approve").then().statusCode(200);
    SshAction answer = action(server.get(path(laptop, server, "daemon") + "&auth_id=" + foreign));
    assertThat(answer.accept()).isFalse();
    assertThat(id(answer)).isNotEqualTo(foreign);
  }

  @Test
  void whatIsNoQuestionIsRefusedWithASentence() throws Exception {
    String right = "/machine/ssh/action/" + laptop.id() + "/to/" + server.id();
    for (String path :
        new String[] {
          right,
          right + "?local_user=",
          right + "?local_user=a%0Ab",
          right + "?local_user=%zz",
          right + "?local_user=" + "x".repeat(257),
          "/machine/ssh/action/0/to/1?local_user=root",
          "/machine/ssh/action/99999999999999999999/to/1?local_user=root",
          "/machine/ssh/action/../to/..?local_user=root"
        }) {
      assertThat(server.get(path).status()).as(path).isEqualTo(400);
    }
  }

  @Test
  void theSessionIsListedWithItsEndsAndAccount() throws Exception {
    String id = id(first("root"));
    String one = "items.find { it.id == '" + id + "' }.";
    Client.owner()
        .get("/api/v1alpha/auth/pending")
        .then()
        .statusCode(200)
        .body(one + "session.sourceName", equalTo("laptop"))
        .body(one + "session.destinationName", equalTo("server"))
        .body(one + "session.user", equalTo("root"));
    Client.owner()
        .body(Map.of("user", "ann"))
        .post("/api/v1alpha/auth/" + id + "/register")
        .then()
        .statusCode(422)
        .body("detail", containsString("SSH session"));
  }

  @Test
  void thePageShowsTheSessionAndTakesTheDecision() throws Exception {
    SshAction first = first("root");
    String id = id(first);
    assertThat(RestAssured.get("/register/" + id).statusCode()).as("no device").isEqualTo(404);
    Response page = RestAssured.get("/ssh/check/" + id);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.asString()).contains("laptop", "server", "root", "--auth-id " + id);
    Matcher token = TOKEN.matcher(page.asString());
    assertThat(token.find()).isTrue();
    try (FakeStream held = hold(first, "root")) {
      Response done =
          RestAssured.given()
              .cookie("wayleave-login", page.cookie("wayleave-login"))
              .formParam("token", token.group(1))
              .formParam("decision", "admit")
              .formParam("confirmed", "yes")
              .formParam("key", Client.ownerKey())
              .post("/ssh/check/" + id);
      assertThat(done.statusCode()).as(done.asString()).isEqualTo(200);
      assertThat(done.asString()).contains("The session on server begins now.");
      assertThat(action(held.whole()).accept()).isTrue();
    }
    assertThat(RestAssured.get("/ssh/check/" + id).statusCode()).isEqualTo(404);
  }

  @Test
  void aKeyThatMayOnlyReadDecidesNothing() throws Exception {
    String id = id(first("root"));
    Client.with(Client.keyWith("all:read"))
        .body("{}")
        .post("/api/v1alpha/auth/" + id + "/approve")
        .then()
        .statusCode(403);
    assertThat(first("root").accept()).isFalse();
  }

  private static void policy(String action, String period) {
    policy(action, period, "autogroup:member");
  }

  private static void policy(String action, String period, String source) {
    String text =
        """
        {"tagOwners": {"tag:server": []},
         "grants": [{"src": ["*"], "dst": ["*"], "ip": ["*"]}],
         "ssh": [{"action": "%s", %s "src": ["%s"], "dst": ["tag:server"],
                  "users": ["autogroup:nonroot", "root"]}]}
        """
            .formatted(action, period, source);
    Client.owner().body(Map.of("text", text)).put("/api/v1alpha/policy").then().statusCode(200);
    Member.awaitMaps();
  }

  private static String path(Member from, Member to, String user) {
    return "/machine/ssh/action/" + from.id() + "/to/" + to.id() + "?local_user=" + user;
  }

  private SshAction first(String user) throws Exception {
    return action(server.get(path(laptop, server, user)));
  }

  /// What the client asks next, with its variables filled in.
  private FakeStream hold(SshAction action, String user) throws Exception {
    String url =
        action
            .holdAndDelegate()
            .replace("$SRC_NODE_ID", Long.toString(laptop.id()))
            .replace("$DST_NODE_ID", Long.toString(server.id()))
            .replace("$LOCAL_USER", user);
    return server.ask(url.substring("https://unused".length()));
  }

  private static SshAction action(FakeResponse response) throws Exception {
    assertThat(response.status()).as(response.text()).isEqualTo(200);
    return WireJson.read(response.body(), SshAction.class);
  }

  private static String id(SshAction action) {
    Matcher page = PAGE.matcher(action.message());
    assertThat(page.find()).as(action.message()).isTrue();
    return page.group(1);
  }

  private static Response decide(String id, String decision) {
    return Client.owner().body("{}").post("/api/v1alpha/auth/" + id + "/" + decision);
  }

  private static String audit() {
    return Client.owner().get("/api/v1alpha/audit?limit=5").asString();
  }
}
