package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A device that a person lets in.
@QuarkusTest
@RunningCoordinator
class InteractiveTest extends Registrations {
  @Test
  void aNewDeviceIsSentToAPageUnderTheServersOwnUrl() throws Exception {
    settings(null, Map.of());
    RegisterResponse response = register(new Device("laptop"));
    assertThat(response.authUrl()).matches("https://vpn\\.example\\.com/register/[0-9a-f]{40}");
    assertThat(response.error()).isEmpty();
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void theHeldQuestionIsAnsweredWhenTheDeviceIsLetIn() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    assertThat(held.isAnswered()).isFalse();
    admit(id, "ann@example.com").statusCode(200).body("name", equalTo("laptop"));
    RegisterResponse response = held.response();
    assertThat(response.error()).isEmpty();
    assertThat(response.authUrl()).isEmpty();
    assertThat(response.login().loginName()).isEqualTo("ann@example.com");
    Node node = node(device);
    assertThat(node.owner()).isEqualTo(new Owner.OfUser(new UserId(ann)));
    assertThat(node.registerMethod()).isEqualTo(RegisterMethod.CLI);
  }

  @Test
  void aRejectedDeviceIsToldSoHeldOrNot() throws Exception {
    Device held = new Device("held");
    String heldId = begin(held);
    FakeExchange waiting = follow(held, heldId);
    decide(heldId, "reject").statusCode(200);
    assertThat(waiting.response().error()).isEqualTo("login was rejected by an administrator");

    Device away = new Device("away");
    String awayId = begin(away);
    decide(awayId, "reject").statusCode(200);
    assertThat(follow(away, awayId).response().error())
        .isEqualTo("login was rejected by an administrator");
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void anUnknownLoginIsAnsweredWithAFreshAddress() throws Exception {
    Device device = new Device("laptop");
    String unknown = "0".repeat(40);
    RegisterResponse response = follow(device, unknown).response();
    assertThat(LoginAddress.id(response.authUrl())).isPresent().get().isNotEqualTo(unknown);
    for (String url : new String[] {"nonsense", "/register/", "/register/../../etc"}) {
      assertThat(register(device.followup(url)).authUrl()).isNotEmpty();
    }
  }

  @Test
  void anotherDevicesLoginCannotBeFollowed() throws Exception {
    Device victim = new Device("victim");
    String id = begin(victim);
    RegisterResponse other = follow(new Device("other"), id).response();
    assertThat(LoginAddress.id(other.authUrl())).isPresent().get().isNotEqualTo(id);
  }

  @Test
  void aLoginIsGoodForOneDecision() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    admit(id, ann).statusCode(200);
    admit(id, bob).statusCode(404).body("detail", containsString("was decided on or has expired"));
    decide(id, "reject").statusCode(404);
    assertThat(register(device).error()).as("the device is in").isEmpty();
  }

  @Test
  void aDecisionThatCannotBeCarriedOutLeavesTheLoginWaiting() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    admit(id, "nobody-by-this-name").statusCode(404);
    decide(id, "approve").statusCode(409);
    assertThat(held.isAnswered()).isFalse();
    admit(id, "ann").statusCode(200);
    assertThat(held.response().error()).isEmpty();
  }

  @Test
  void aDeviceThatAsksAgainKeepsItsAddressAndOneThatAsksForMoreGetsAnother() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    assertThat(begin(device)).isEqualTo(id);
    String other = begin(device.tags("tag:web"));
    assertThat(other).isNotEqualTo(id);
    admit(id, ann).statusCode(404);
  }

  @Test
  void aSecondHeldQuestionReplacesTheFirst() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange first = follow(device, id);
    FakeExchange second = follow(device, id);
    assertThat(first.answer().status()).isEqualTo(429);
    admit(id, ann).statusCode(200);
    assertThat(second.response().error()).isEmpty();
  }

  @Test
  void aDeviceWhoseConnectionIsGoneIsLetInAndLearnsOfItWhenItComesBack() throws Exception {
    Device device = new Device("laptop");
    String id = begin(device);
    FakeExchange held = follow(device, id);
    held.hangUp();
    admit(id, ann).statusCode(200);
    assertThat(held.isAnswered()).isFalse();
    assertThat(follow(device, id).response().login().loginName()).isEqualTo("ann@example.com");
  }

  @Test
  void aDeviceThatIsLetInOtherwiseMeanwhileIsAnsweredToo() throws Exception {
    Device device = new Device("laptop");
    FakeExchange held = follow(device, begin(device));
    register(device.followup("").authKey(Tailnets.key(bob)));
    assertThat(held.response().login().loginName()).isEqualTo("bob@example.com");
  }

  @Test
  void whoWaitsIsListedWithWhatAnAdministratorNeedsToKnow() throws Exception {
    Device device = new Device("lap\u001b[31mtop").tags("tag:web").routes("10.0.0.0/8");
    String id = begin(device.from("192.0.2.44"));
    Client.owner()
        .get("/api/v1alpha/auth/pending")
        .then()
        .statusCode(200)
        .body("items.find { it.id == '" + id + "' }.hostname", equalTo("lap[31mtop"))
        .body("items.find { it.id == '" + id + "' }.os", equalTo("linux"))
        .body("items.find { it.id == '" + id + "' }.address", equalTo("192.0.2.44"))
        .body("items.find { it.id == '" + id + "' }.nodeKey", equalTo(device.key.toString()))
        .body("items.find { it.id == '" + id + "' }.requestedTags", hasSize(1))
        .body("items.find { it.id == '" + id + "' }.advertisedRoutes", hasSize(1));
  }

  @Test
  void anAdministratorsRegistrationIsAllTheApprovalThatADeviceNeeds() throws Exception {
    settings(null, Map.of("device_approval", "true"));
    Device device = new Device("laptop");
    admit(begin(device), ann).statusCode(200);
    assertThat(node(device).awaitingApproval()).isFalse();
    assertThat(register(device).machineAuthorized()).isTrue();
  }
}
