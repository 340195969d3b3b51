package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@RunningCoordinator
class PolicyQuestionsTest {
  private static final String POLICY = "/api/v1alpha/policy";

  @BeforeEach
  void emptyTailnet() throws Exception {
    EmptyTailnet.make();
  }

  @Test
  void aCheckStoresNothing() {
    Client.owner()
        .body(Map.of("text", "{\"acls\": []}"))
        .post(POLICY + "/check")
        .then()
        .statusCode(200)
        .body("accepted", is(true))
        .body("etag", notNullValue());
    Client.owner()
        .body(Map.of("text", "{\"nonsense\": 1}"))
        .post(POLICY + "/check")
        .then()
        .statusCode(200)
        .body("accepted", is(false))
        .body("message", not(equalTo("")))
        .body("faults[0].line", equalTo(1));
    Client.owner().body(Map.of()).post(POLICY + "/check").then().statusCode(404);
    assertThat(versions()).isZero();
  }

  @Test
  void questionsAreAnsweredOnTheTailnetAsItIs() {
    int ann = Residents.user("ann");
    Residents.node(ann, "laptop");
    Residents.node(Residents.user("bob"), "server");
    String before =
        """
        {
          "acls": [
            {"action": "accept", "src": ["ann@example.com"], "dst": ["bob@example.com:22"]},
          ],
          "tests": [{"src": "ann@example.com", "accept": ["100.64.0.99:22"]}],
        }
        """;
    String after = before.replace(":22\"]}", ":443\"]}").replaceAll("\"tests.*\\n", "");
    ask("/test", Map.of("text", before))
        .statusCode(200)
        .body("passed", is(false))
        .body("tests", equalTo(1))
        .body("data[0].errors[0]", containsString("want: Accept"));
    ask("/explain", Map.of("text", before, "source", "laptop", "destination", "server:22"))
        .statusCode(200)
        .body("answer", equalTo("allowed"))
        .body("ways[0].rule.rule", equalTo("acls[0]"))
        .body("ways[0].rule.line", equalTo(3))
        .body("more", equalTo(0));
    ask("/explain", Map.of("text", before, "source", "server", "destination", "laptop:22"))
        .statusCode(200)
        .body("answer", equalTo("denied"))
        .body("ways", hasSize(0));
    ask("/explain", Map.of("text", before, "source", "nobody-here", "destination", "server"))
        .statusCode(400)
        .body("detail", containsString("nobody-here"));
    ask("/preview", Map.of("text", before, "as", "ann@example.com"))
        .statusCode(200)
        .body("devices", equalTo(List.of("laptop")))
        .body("reaches[0].rule.rule", equalTo("acls[0]"));
    ask("/diff", Map.of("before", before, "after", after))
        .statusCode(200)
        .body("same", is(false))
        .body("changes[0].gained", containsString("443"))
        .body("changes[0].lost", containsString("22"));
    ask("/diff", Map.of("before", before, "after", before)).body("same", is(true));
    ask("/diff", Map.of()).statusCode(400);
    ask("/diff", Map.of("after", before)).statusCode(404);
    ask("/preview", Map.of("text", "{\"acls\": 3}", "as", "laptop"))
        .statusCode(400)
        .body("faults[0].line", equalTo(1));
    assertThat(versions()).isZero();
  }

  @Test
  void whatAVersionChangedIsSaidInReachabilityToo() {
    Residents.node(Residents.user("ann"), "laptop");
    Residents.node(Residents.user("bob"), "server");
    set("{\"acls\": []}");
    set("{\"acls\": [{\"action\": \"accept\", \"src\": [\"ann@example.com\"],"
            + " \"dst\": [\"bob@example.com:22\"]}]}")
        .then()
        .statusCode(200);
    Client.owner()
        .get(POLICY + "/versions/" + newest() + "/diff")
        .then()
        .statusCode(200)
        .body("reachability.same", is(false))
        .body("reachability.changes[0].source", containsString("ann"))
        .body("reachability.changes[0].gained", containsString("22"))
        .body("reason", nullValue());
  }

  private static ValidatableResponse ask(String path, Map<String, Object> body) {
    String reader = Client.keyWith("policy:read");
    return Client.with(reader).body(body).post(POLICY + path).then();
  }

  private static Response set(String text) {
    return Client.owner().body(Map.of("text", text)).put(POLICY);
  }

  private static String newest() {
    return Client.owner().get(POLICY + "/versions?limit=1").jsonPath().getString("items[0].id");
  }

  private static long versions() {
    return Client.owner().get(POLICY + "/versions").jsonPath().getList("items").size();
  }
}
