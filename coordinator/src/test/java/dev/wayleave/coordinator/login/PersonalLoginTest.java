package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A device that a person lets in who has logged in at an identity provider.
@QuarkusTest
@RunningCoordinator
class PersonalLoginTest extends Browsing {
  @Test
  void thePageOffersEachProviderAndKeepsTheKeyForm() throws Exception {
    String id = begin(new Device("laptop"));
    Response page = RestAssured.given().redirects().follow(false).get("/register/" + id);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.asString())
        .contains(
            "href=\"/oidc/login/cloak?to=%2Fregister%2F" + id + "\">Log in with The cloak</a>",
            "Log in with The other",
            "API key of an administrator");
  }

  @Test
  void withOneProviderThePageIsShownTooAndNobodyIsSentOn() throws Exception {
    put(Logging.disabled(OTHER));
    String id = begin(new Device("laptop"));
    Response page = RestAssured.given().redirects().follow(false).get("/register/" + id);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.asString()).contains("Log in with The cloak");
    SeatedPeople.logIn("b", now(CLOAK, "s1", "cid"));
    assertThat(look("/register/" + id, "b").statusCode()).isEqualTo(200);
    assertThat(state.image().nodes()).as("a session lets nothing in by itself").isEmpty();
  }

  @Test
  void withoutProvidersThePageIsWhatItWas() throws Exception {
    put(Logging.disabled(CLOAK));
    put(Logging.disabled(OTHER));
    assertThat(look("/register/" + begin(new Device("laptop")), "b").asString())
        .doesNotContain("Log in with", "name=\"as\"");
  }

  @Test
  void whoHasLoggedInSeesWhatAsksAndLetsItInByConfirming() throws Exception {
    Device device = new Device("lap<b>top").from("192.0.2.44");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    SeatedPeople.logIn("b", now(CLOAK, "s1", "cid"));
    Response page = look("/register/" + id, "b");
    assertThat(page.asString())
        .contains("You are <bdi>cid (The cloak)</bdi>", "lap&lt;b&gt;top", "linux", "192.0.2.44")
        .contains("You are new in this tailnet", "If somebody sent you")
        .contains("you come from 127.0.0.1");
    Response done = form("/register/" + id, "b").post("/register/" + id);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(held.response().login().loginName()).isEqualTo("cid@example.com");
    assertThat(node(device).registerMethod()).isEqualTo(RegisterMethod.OIDC);
    String audit = Client.owner().get("/api/v1alpha/audit?limit=1").asString();
    assertThat(audit).contains("RegisterByLogin", "login of cid (cloak)", "nodes/");
    assertThat(form404(id)).as("a confirmation is good once").isEqualTo(404);
  }

  private static int form404(String id) {
    return RestAssured.given()
        .cookies(SeatedPeople.cookies("b"))
        .formParam("as", "person")
        .formParam("confirmed", "yes")
        .post("/register/" + id)
        .statusCode();
  }

  @Test
  void aLoginIsTheUsersWhoHasTheIdentityAndAnExpiredNodeComesBackByIt() throws Exception {
    identity(ann, "s1");
    Device device = member("laptop", ann);
    long node = node(device).id().value();
    Client.owner().body("{}").post("/api/v1alpha/nodes/" + node + "/expire").then().statusCode(200);
    assertThat(register(device).nodeKeyExpired()).isTrue();
    String id = begin(device.rotated());
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    assertThat(look("/register/" + id, "b").asString()).contains("It becomes a device of ann.");
    assertThat(form("/register/" + id, "b").post("/register/" + id).statusCode()).isEqualTo(200);
    assertThat(node(device).id().value()).isEqualTo(node);
    assertThat(register(device).nodeKeyExpired()).isFalse();
  }

  @Test
  void theSameMachineUnderAnotherPersonsLoginIsAnotherNode() throws Exception {
    identity(ann, "s1");
    identity(bob, "s2");
    Device device = member("laptop", ann);
    long node = node(device).id().value();
    String id = begin(device.rotated());
    SeatedPeople.logIn("b", now(CLOAK, "s2", "bob"));
    assertThat(form("/register/" + id, "b").post("/register/" + id).statusCode()).isEqualTo(200);
    assertThat(node(device).id().value()).isNotEqualTo(node);
    assertThat(node(device).owner()).isEqualTo(new Owner.OfUser(new UserId(bob)));
  }

  @Test
  void aFormFromElsewhereOrWithoutConfirmationLetsNothingIn() throws Exception {
    String id = begin(new Device("laptop"));
    String other = begin(new Device("other"));
    SeatedPeople.logIn("b", now(CLOAK, "s1", "cid"));
    Response shown = look("/register/" + id, "b");
    String token = token(shown);
    String admins =
        shown.asString().replaceAll("(?s).*name=\"token\" value=\"([0-9a-f]+)\".*", "$1");
    for (Response refused :
        List.of(
            form(shown, "b", "0".repeat(64)).post("/register/" + id),
            form(shown, "b", admins).post("/register/" + id),
            form(shown, "b", token).post("/register/" + other),
            form(shown, "nobody", token).post("/register/" + id),
            RestAssured.given()
                .cookies(SeatedPeople.cookies("b"))
                .formParam("as", "person")
                .formParam("token", token)
                .formParam("decision", "admit")
                .formParam("confirmed", "yes")
                .post("/register/" + id))) {
      assertThat(refused.statusCode()).isEqualTo(403);
    }
    Response unconfirmed =
        RestAssured.given()
            .cookies(SeatedPeople.cookies("b"))
            .cookie("wayleave-login", shown.cookie("wayleave-login"))
            .formParam("as", "person")
            .formParam("token", token)
            .post("/register/" + id);
    assertThat(unconfirmed.statusCode()).isEqualTo(400);
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void aLoginThatTookThePlaceOfTheShownOneConfirmsNothing() throws Exception {
    String id = begin(new Device("laptop"));
    SeatedPeople.logIn("b", now(CLOAK, "s1", "cid"));
    Response shown = look("/register/" + id, "b");
    SeatedPeople.logIn("b", now(CLOAK, "s2", "eve"));
    assertThat(form(shown, "b", token(shown)).post("/register/" + id).statusCode()).isEqualTo(403);
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void aSessionOfAProviderThatWasTakenAwayIsWorthNothing() throws Exception {
    String id = begin(new Device("laptop"));
    SeatedPeople.logIn("b", now(CLOAK, "s1", "cid"));
    Response shown = look("/register/" + id, "b");
    put(Logging.disabled(CLOAK));
    assertThat(look("/register/" + id, "b").asString()).doesNotContain("name=\"as\"", "cid");
    assertThat(form(shown, "b", token(shown)).post("/register/" + id).statusCode()).isEqualTo(403);
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void twoUsersOfOneLoginAreShownAndToldOfInTheSettings() throws Exception {
    identity(ann, "s1");
    identity(bob, "s1");
    String id = begin(new Device("laptop"));
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    assertThat(look("/register/" + id, "b").asString()).contains("ann (" + ann + ")", "bob (");
    assertThat(Client.owner().get("/api/v1alpha/settings").asString())
        .contains("LOGIN_OF_TWO_USERS", "ann", "bob");
  }

  @Test
  void aSuspendedUserIsTurnedAway() throws Exception {
    identity(ann, "s1");
    String id = begin(new Device("laptop"));
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Response shown = look("/register/" + id, "b");
    Client.owner().body("{}").post("/api/v1alpha/users/" + ann + "/suspend").then().statusCode(200);
    assertThat(look("/register/" + id, "b").asString()).contains("You are suspended");
    assertThat(form(shown, "b", token(shown)).post("/register/" + id).statusCode()).isEqualTo(409);
    assertThat(state.image().nodes()).isEmpty();
  }
}
