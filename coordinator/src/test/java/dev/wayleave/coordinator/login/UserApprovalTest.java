package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// New users who await an administrator's approval.
@QuarkusTest
@RunningCoordinator
class UserApprovalTest extends Browsing {
  private static final String SETTINGS = "/api/v1alpha/settings";

  @Inject SessionChecks checks;

  private static void approval(boolean users) {
    Client.owner()
        .body(Map.of("userApproval", users))
        .patch(SETTINGS)
        .then()
        .statusCode(200)
        .body("userApproval", equalTo(users));
  }

  private User cid() {
    return state.image().users().stream()
        .filter(user -> user.name().equals("cid"))
        .findFirst()
        .orElseThrow();
  }

  /// Lets a device in as cid, who is new.
  private Response letIn(Device device) throws Exception {
    String path = "/register/" + begin(device);
    SeatedPeople.logIn("b", now(CLOAK, "c1", "cid"));
    return form(path, "b").post(path);
  }

  @Test
  void whoIsNewAwaitsApprovalAndTheDeviceIsKeptAsItIs() throws Exception {
    approval(true);
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    SeatedPeople.logIn("b", now(CLOAK, "c1", "cid"));
    assertThat(look("/register/" + id, "b").asString())
        .contains("You are new", "reaches nobody until an administrator has approved you");
    Response done = form("/register/" + id, "b").post("/register/" + id);
    assertThat(done.statusCode()).isEqualTo(200);
    assertThat(done.asString())
        .contains("reaches nobody until an administrator has approved its user");
    assertThat(held.response().machineAuthorized()).isFalse();
    assertThat(Client.owner().get("/api/v1alpha/audit?limit=1").asString())
        .contains("the user is new and awaits approval");
    Node before = node(device);
    assertThat(cid().awaitingApproval()).isTrue();
    assertThat(register(device).machineAuthorized()).as("asking again helps nothing").isFalse();
    assertThat(look("/account", "b").asString()).contains("You await approval");

    Client.owner()
        .body("{}")
        .post("/api/v1alpha/users/" + cid().id() + "/approve")
        .then()
        .statusCode(200);
    assertThat(register(device).machineAuthorized()).isTrue();
    Node after = node(device);
    assertThat(after.id()).isEqualTo(before.id());
    assertThat(after.ipv4()).isEqualTo(before.ipv4());
    assertThat(look("/account", "b").asString()).doesNotContain("You await approval");
  }

  @Test
  void loggingInAnewLetsNobodyIn() throws Exception {
    approval(true);
    Device device = new Device("laptop");
    letIn(device);
    Device second = new Device("phone");
    letIn(second);
    assertThat(cid().awaitingApproval()).isTrue();
    assertThat(register(second).machineAuthorized()).isFalse();
    assertThat(letIn(device.rotated()).statusCode()).isEqualTo(200);
    assertThat(register(device).machineAuthorized()).isFalse();
  }

  /// A device of tags has no user who could wait: by tags somebody new would be in at once.
  @Test
  void whoAwaitsApprovalGivesTagsNoDevice() throws Exception {
    Tailnets.policy("{\"tagOwners\": {\"tag:web\": [\"autogroup:member\"]}}");
    approval(true);
    Device device = new Device("web").tags("tag:web");
    Response refused = letIn(device);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.asString()).contains("user cid awaits approval", "without tags");
    assertThat(state.image().nodes()).isEmpty();
    letIn(new Device("laptop"));
    assertThat(letIn(device).statusCode()).as("also once the user is here").isEqualTo(409);
    Client.owner().body("{}").post("/api/v1alpha/users/" + cid().id() + "/approve");
    assertThat(letIn(device).statusCode()).isEqualTo(200);
    assertThat(register(device).machineAuthorized()).isTrue();
  }

  @Test
  void whoAwaitsApprovalLetsNoSshSessionBegin() throws Exception {
    approval(true);
    Device device = new Device("laptop");
    letIn(device);
    Passage passage = Passage.of(node(device), node(member("server", bob)), "root");
    SessionChecks.Opened opened =
        checks.open(passage, "laptop", "server", Duration.ofHours(1), "192.0.2.1");
    String path = "/ssh/check/" + ((SessionChecks.Opened.AsSession) opened).session().id();
    SeatedPeople.logIn("b", now(CLOAK, "c1", "cid"));
    Response refused = form(path, "b").post(path);
    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.asString()).contains("user cid awaits approval");
  }

  @Test
  void aRoleThatAProviderGivesOpensNoAdministrationBefore() throws Exception {
    approval(true);
    String path = "/register/" + begin(new Device("laptop"));
    SeatedPeople.logIn(
        "b",
        Logging.at(Logging.login(CLOAK, "c1", "cid"), Instant.now(), Set.of(), Set.of(Role.ADMIN)));
    assertThat(form(path, "b").post(path).statusCode()).isEqualTo(200);
    assertThat(cid().allRoles()).containsExactly(Role.ADMIN);
    Response begun = Client.anonymous().body(Map.of("device", "x")).post("/api/v1alpha/sessions");
    String login = "/login/" + begun.path("id");
    SeatedPeople.logIn(
        "b",
        Logging.at(Logging.login(CLOAK, "c1", "cid"), Instant.now(), Set.of(), Set.of(Role.ADMIN)));
    assertThat(look(login, "b").asString()).contains("await").doesNotContain("name=\"as\"");
  }

  @Test
  void whoIsHereAlreadyAndWhomAnAdministratorMakesAwaitsNothing() throws Exception {
    identity(ann, "s1");
    approval(true);
    Device device = new Device("laptop");
    String path = "/register/" + begin(device);
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    assertThat(form(path, "b").post(path).asString()).contains("It is let in as laptop.");
    assertThat(register(device).machineAuthorized()).isTrue();
    Client.owner()
        .body(Map.of("name", "made"))
        .post("/api/v1alpha/users")
        .then()
        .statusCode(201)
        .body("awaitingApproval", equalTo(false));
  }

  @Test
  void whereTheSettingIsOffAgainOnlyWhoWaitsGoesOnWaiting() throws Exception {
    approval(true);
    letIn(new Device("laptop"));
    approval(false);
    assertThat(cid().awaitingApproval()).isTrue();
    Device other = new Device("phone");
    String path = "/register/" + begin(other);
    SeatedPeople.logIn("b", now(CLOAK, "d1", "dora"));
    assertThat(form(path, "b").post(path).statusCode()).isEqualTo(200);
    assertThat(register(other).machineAuthorized()).isTrue();
    Client.owner().body("{}").patch(SETTINGS).then().statusCode(400);
    assertThat(state.image().server().orElseThrow().prefixV4()).isNotNull();
  }
}
