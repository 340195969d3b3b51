package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The page on which a person lets a device in.
@QuarkusTest
@RunningCoordinator
class LoginPageTest extends Registrations {
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"");

  @Test
  void thePageShowsWhatAPersonHasToCompareAndTheCommand() throws Exception {
    Device device = new Device("ann-laptop").from("192.0.2.44").tags("tag:web");
    String id = begin(device);
    String html = page(id).asString();
    String digits = device.machine.toString().substring("mkey:".length());
    String claimed = device.key.toString().substring("nodekey:".length());
    assertThat(html)
        .contains("ann-laptop", "linux", "192.0.2.44", "tag:web")
        .contains(digits.substring(0, 4) + " " + digits.substring(4, 8))
        .contains(claimed.substring(0, 4) + " " + claimed.substring(4, 8))
        .contains("wayleave auth register --auth-id " + id + " --user USER");
  }

  @Test
  void lookingChangesNothingAndMayNotBeKeptFramedOrScripted() throws Exception {
    String id = begin(new Device("laptop"));
    long version = state.image().version();
    Response response = page(id);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.header("content-security-policy"))
        .startsWith("default-src 'none'; style-src 'sha256-")
        .contains("frame-ancestors 'none'", "form-action 'self'");
    assertThat(response.header("cache-control")).isEqualTo("no-store");
    assertThat(response.header("referrer-policy")).isEqualTo("no-referrer");
    assertThat(response.header("x-content-type-options")).isEqualTo("nosniff");
    assertThat(response.header("set-cookie")).contains("HTTPOnly", "SameSite=Strict");
    assertThat(response.asString()).doesNotContain("<script", "http://", "https://", "src=");
    assertThat(state.image().version()).isEqualTo(version);
    assertThat(Client.owner().get("/api/v1alpha/auth/pending").asString()).contains(id);
  }

  @Test
  void whatADeviceCallsItselfIsTextAndNeverMarkup() throws Exception {
    Device device =
        new Device("<script>alert(1)</script>\"'&{{css}}\u202e\u0007$1")
            .hostinfo("OS", "<img src=x onerror=alert(1)>");
    String html = page(begin(device)).asString();
    assertThat(html)
        .doesNotContain("<script", "<img", "\u202e", "\u0007")
        .contains("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;{{css}}")
        .contains("$1");
  }

  @Test
  void anAdministratorsKeyAndConfirmationLetTheDeviceIn() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    Response done = send(id, form(id).formParam("user", "ann@example.com"));
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.asString()).contains("It is let in as laptop.").doesNotContain("hskey-");
    assertThat(held.response().login().loginName()).isEqualTo("ann@example.com");
    assertThat(page(id).statusCode()).as("it is good for one decision").isEqualTo(404);
    String audit = Client.owner().get("/api/v1alpha/audit?limit=1").asString();
    assertThat(audit).contains("RegisterForUser", "api key ", "127.0.0.1");
  }

  @Test
  void withoutAUserTheMachineGetsItsOldNodeBack() throws Exception {
    Device device = member("web", ann);
    long node = node(device).id().value();
    String id = begin(device.forgetful());
    assertThat(send(id, form(id)).statusCode()).isEqualTo(200);
    assertThat(node(device).id().value()).isEqualTo(node);
  }

  @Test
  void theDeviceCanBeTurnedAway() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    Response done = send(id, form(id, "reject", Client.ownerKey()));
    assertThat(done.asString()).contains("turned away");
    assertThat(held.response().error()).contains("rejected");
  }

  @Test
  void aFormOfAnotherPageOrLoginOrBrowserIsRefused() throws Exception {
    String id = begin(new Device("laptop"));
    String other = begin(new Device("other"));
    Response shown = page(id);
    String token = token(shown);
    String cookie = shown.cookie("wayleave-login");
    assertThat(send(id, entered("admit", Client.ownerKey()).formParam("token", token)))
        .as("without the cookie")
        .extracting(Response::statusCode)
        .isEqualTo(403);
    assertThat(
            send(
                id,
                entered("admit", Client.ownerKey())
                    .cookie("wayleave-login", "0".repeat(32))
                    .formParam("token", token)))
        .as("another browser's cookie")
        .extracting(Response::statusCode)
        .isEqualTo(403);
    assertThat(
            send(
                other,
                entered("admit", Client.ownerKey())
                    .cookie("wayleave-login", cookie)
                    .formParam("token", token)))
        .as("another login's token")
        .extracting(Response::statusCode)
        .isEqualTo(403);
    assertThat(send(id, entered("admit", Client.ownerKey()).cookie("wayleave-login", cookie)))
        .as("no token")
        .extracting(Response::statusCode)
        .isEqualTo(403);
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void withoutAValidKeyThatMayWriteNodesOrWithoutConfirmationNothingHappens() throws Exception {
    String id = begin(new Device("laptop"));
    Response wrong = send(id, form(id, "admit", "hskey-api-000000000000-" + "0".repeat(64)));
    assertThat(wrong.statusCode()).isEqualTo(403);
    assertThat(wrong.asString()).contains("The API key is not valid.").doesNotContain("hskey-");
    Response reader = send(id, form(id, "admit", Client.keyWith("all:read")));
    assertThat(reader.statusCode()).isEqualTo(403);
    Response shown = page(id);
    Response unconfirmed =
        send(
            id,
            RestAssured.given()
                .cookie("wayleave-login", shown.cookie("wayleave-login"))
                .formParam("token", token(shown))
                .formParam("decision", "admit")
                .formParam("key", Client.ownerKey()));
    assertThat(unconfirmed.statusCode()).isEqualTo(400);
    Response nobody = send(id, form(id).formParam("user", "<b>nobody</b>"));
    assertThat(nobody.statusCode()).isEqualTo(409);
    assertThat(nobody.asString()).contains("&lt;b&gt;nobody").doesNotContain("<b>nobody");
    assertThat(state.image().nodes()).isEmpty();
    assertThat(page(id).statusCode()).as("it goes on waiting").isEqualTo(200);
  }

  @Test
  void aFormThatIsTooLargeIsNotRead() throws Exception {
    String id = begin(new Device("laptop"));
    Response response = send(id, form(id).formParam("user", "x".repeat(9_000)));
    assertThat(response.statusCode()).isEqualTo(413);
  }

  @Test
  void anAddressThatLeadsToNothingSaysSo() {
    for (String id : new String[] {"0".repeat(40), "x", "%3Cscript%3E"}) {
      Response response = RestAssured.given().urlEncodingEnabled(false).get("/register/" + id);
      assertThat(response.statusCode()).isEqualTo(404);
      assertThat(response.asString()).contains("Nothing waits here").doesNotContain("<script");
    }
  }

  private static Response page(String id) {
    return RestAssured.given().get("/register/" + id);
  }

  private static String token(Response page) {
    Matcher matcher = TOKEN.matcher(page.asString());
    assertThat(matcher.find()).as("the page has a form").isTrue();
    return matcher.group(1);
  }

  /// The form as a browser sends it that was shown the page.
  private static RequestSpecification form(String id) {
    return form(id, "admit", Client.ownerKey());
  }

  private static RequestSpecification form(String id, String decision, String key) {
    Response shown = page(id);
    return entered(decision, key)
        .cookie("wayleave-login", shown.cookie("wayleave-login"))
        .formParam("token", token(shown));
  }

  private static RequestSpecification entered(String decision, String key) {
    return RestAssured.given()
        .formParam("decision", decision)
        .formParam("confirmed", "yes")
        .formParam("key", key);
  }

  private static Response send(String id, RequestSpecification form) {
    return form.post("/register/" + id);
  }
}
