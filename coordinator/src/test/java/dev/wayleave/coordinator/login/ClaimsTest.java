package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.RecognitionTest.audit;
import static dev.wayleave.coordinator.login.RecognitionTest.claim;
import static dev.wayleave.coordinator.login.Reserved.assertAdopted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.Node;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Claims of waiting devices on imported nodes, which administrators decide on.
@QuarkusTest
@RunningCoordinator
class ClaimsTest extends Registrations {
  private static final Pattern TOKEN = Pattern.compile("name=\"token\" value=\"([0-9a-f]{64})\"");

  @Test
  void aClaimThatTheMachineKeyProvesIsShownAndGivesTheIdentityWhenItIsApproved() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of("tag:web", "tag:prod"));
    FakeExchange held = follow(device.forgetful(), begin(device));
    String id = LoginAddress.id(register(device.followup("")).authUrl()).orElseThrow();
    Map<String, Object> shown = claimOf(id);
    assertThat(shown.get("stableId")).isEqualTo("n4711CNTRL");
    assertThat(shown.get("proven")).isEqualTo(true);
    String sentence = "This machine is the imported node given-4711 (4711) of tag:prod, tag:web.";
    assertThat(shown.get("sentence")).isEqualTo(sentence);
    assertThat(RestAssured.get("/register/" + id).asString()).contains("wayleave auth register");
    decide(id, "approve").statusCode(200);
    assertThat(held.response().login().loginName()).isEqualTo("tagged-devices");
    assertAdopted(node(device), imported);
    assertThat(audit()).contains("NodeAdopted api key ", "AdoptNode api key ");
  }

  @Test
  void aDeviceThatWasInstalledAnewIsOfferedByItsNameAndGoesWhereAnAdministratorSays()
      throws Exception {
    Node imported = Reserved.put(new Device("Printer"), Reserved.of(ann));
    Device anew = new Device("printer");
    String id = begin(anew);
    Map<String, Object> shown = claimOf(id);
    assertThat(shown.get("proven")).isEqualTo(false);
    decide(id, "approve").statusCode(409);
    claim(id, "4711", 200);
    assertAdopted(node(anew), imported);
    assertThat(node(anew).machineKey()).isEqualTo(anew.machine);
  }

  @Test
  void aClaimOnANodeThatIsHereAlreadyIsRefused() throws Exception {
    Device web = member("web", ann);
    Node before = node(web);
    String id = begin(new Device("web"));
    claim(id, before.id().toString(), 409);
    claim(id, "999999", 404);
    claim(id, "nNobodyCNTRL", 400);
    assertThat(node(web)).isEqualTo(before);
  }

  @Test
  void aClaimDoesNotTakeANodeKeyThatAnotherImportedDeviceHas() throws Exception {
    Device unknown = new Device("one", Reserved.NOT_KNOWN);
    Reserved.put(4711, unknown, Reserved.of(ann), draft -> draft);
    Reserved.put(4712, new Device("two"), Reserved.of(ann), draft -> draft);
    Device device = new Device("two");
    device.key = unknown.key;
    String id = begin(device);
    claim(id, "4712", 409);
    claim(id, "4711", 200);
    assertThat(node(device).id().value()).isEqualTo(4711);
  }

  @Test
  void thePageOffersTheClaimsAndTakesTheOneThatIsChosen() throws Exception {
    Node imported = Reserved.put(new Device("<b>printer"), Reserved.of(ann));
    Device stranger = new Device("<b>printer");
    assertThat(RestAssured.given().get("/register/" + begin(stranger)).asString())
        .as("a host name alone tells nobody whose devices there are")
        .doesNotContain("imported node", "4711", "user ann", "<b>printer");
    Device anew = new Device("<b>printer", imported.machineKey());
    String id = begin(anew);
    Response shown = RestAssured.given().get("/register/" + id);
    assertThat(shown.asString())
        .contains("This machine is the imported node given-4711 (4711) of user ann")
        .contains("name=\"claim\" value=\"4711\"")
        .doesNotContain("<b>printer");
    assertThat(send(id, shown, "bob", "4711").statusCode()).as("not both").isEqualTo(400);
    assertThat(send(id, shown, "", "4711").statusCode()).isEqualTo(200);
    assertAdopted(node(anew), imported);
  }

  private static Map<String, Object> claimOf(String id) {
    String found = "items.find { it.id == '" + id + "' }.claims[0]";
    return Client.owner().get("/api/v1alpha/auth/pending").path(found);
  }

  private static Response send(String id, Response shown, String user, String claim) {
    Matcher token = TOKEN.matcher(shown.asString());
    assertThat(token.find()).isTrue();
    return RestAssured.given()
        .cookie("wayleave-login", shown.cookie("wayleave-login"))
        .formParam("token", token.group(1))
        .formParam("decision", "admit")
        .formParam("confirmed", "yes")
        .formParam("user", user)
        .formParam("claim", claim)
        .formParam("key", Client.ownerKey())
        .post("/register/" + id);
  }
}
