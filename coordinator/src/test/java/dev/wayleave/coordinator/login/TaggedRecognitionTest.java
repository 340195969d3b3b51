package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.Reserved.assertAdopted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.Owner;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// The table of `docs/recognition.md` for devices that tags own.
@QuarkusTest
@RunningCoordinator
class TaggedRecognitionTest extends Registrations {
  private static final UnaryOperator<NodeDraft> AS_IS = UnaryOperator.identity();

  @Test
  void bothKeysLetATaggedDeviceInSilently() throws Exception {
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web", "tag:prod"));
    assertThat(register(device).login().loginName()).isEqualTo("tagged-devices");
    assertThat(node(device)).isEqualTo(imported.change().unmoved(null).build());
  }

  @Test
  void aKeyThatHasAllOfItsTagsGetsTheIdentity() throws Exception {
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web", "tag:prod"));
    String key = Tailnets.keyOf(List.of("tag:web", "tag:prod"));
    assertThat(register(device.forgetful().authKey(key)).error()).isEmpty();
    assertAdopted(node(device), imported);
  }

  @Test
  void aKeyThatLacksOneOfItsTagsGetsANewNode() throws Exception {
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web", "tag:prod"));
    register(device.forgetful().authKey(Tailnets.keyOf(List.of("tag:web"))));
    assertThat(node(device).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void aKeyWhoseTagOwnsTheOthersGetsTheIdentityWithAllOfThem() throws Exception {
    Tailnets.policy(
        "{\"tagOwners\": {\"tag:web\": [], \"tag:prod\": [\"tag:deploy\"], \"tag:deploy\": []}}");
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:prod"));
    register(device.forgetful().authKey(Tailnets.keyOf(List.of("tag:deploy"))));
    assertAdopted(node(device), imported);
  }

  @Test
  void aUserWhoMayOwnAllOfItsTagsGetsTheIdentityAndAnyOtherDoesNot() throws Exception {
    Tailnets.policy(
        "{\"tagOwners\": {\"tag:web\": [\"ann@example.com\"], \"tag:prod\": [\"ann@example.com\"]}}");
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web", "tag:prod"));
    admit(begin(device.forgetful()), "bob").statusCode(200);
    assertThat(node(device).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
    Device again = device.sameMachine();
    admit(begin(again), "ann").statusCode(200);
    assertAdopted(node(again), imported);
  }

  @Test
  void aUserWhoMayOwnOnlySomeOfItsTagsGetsANewNode() throws Exception {
    Tailnets.policy("{\"tagOwners\": {\"tag:web\": [\"ann@example.com\"], \"tag:prod\": []}}");
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web", "tag:prod"));
    register(device.forgetful().authKey(Tailnets.key(ann)));
    assertThat(node(device).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void aKeyOfTagsDoesNotTakeAUsersDevice() throws Exception {
    Device device = new Device("laptop");
    Node imported = Reserved.put(device, Reserved.of(ann));
    register(device.forgetful().authKey(Tailnets.keyOf(List.of("tag:web"))));
    assertThat(node(device).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void theRowsOfAUserAndOfTagsAreToldApartByWhoComes() throws Exception {
    Device person = new Device("shared");
    Device server = person.sameMachine();
    Node anns = Reserved.put(4711, person, Reserved.of(ann), AS_IS);
    Node tagged = Reserved.put(4712, server, Reserved.of("tag:web"), AS_IS);
    register(server.forgetful().authKey(Tailnets.keyOf(List.of("tag:web"))));
    register(person.forgetful().authKey(Tailnets.key(ann)));
    assertAdopted(node(server), tagged);
    assertAdopted(node(person), anns);
  }

  @Test
  void ofTwoTaggedRowsTheOneWithExactlyTheKeysTagsIsMeant() throws Exception {
    Device web = new Device("shared");
    Device both = web.sameMachine();
    Node one = Reserved.put(4711, web, Reserved.of("tag:web"), AS_IS);
    Node two = Reserved.put(4712, both, Reserved.of("tag:web", "tag:prod"), AS_IS);
    register(both.forgetful().authKey(Tailnets.keyOf(List.of("tag:web", "tag:prod"))));
    assertAdopted(node(both), two);
    assertThat(state.image().node(one.id())).contains(one);
  }

  @Test
  void anOldNodeKeyOfTheSameMachineIsAPlainRotation() throws Exception {
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web"));
    admit(begin(device.rotated()), "bob").statusCode(200);
    assertAdopted(node(device), imported);
  }

  @Test
  void anOldNodeKeyGivesNobodyTagsThatHeMayNotOwn() throws Exception {
    Device device = new Device("server");
    Node imported = Reserved.put(device, Reserved.of("tag:web"));
    Device again = device.rotated();
    register(again.authKey(Tailnets.key(bob)));
    assertThat(node(again).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void aDeviceThatNobodyOwnsGoesToWhomAnAdministratorSaysAndNotToAnyKey() throws Exception {
    Device device = new Device("orphan");
    Node imported = Reserved.put(device, new Owner.Nobody(null));
    Device other = device.sameMachine();
    register(other.authKey(Tailnets.key(bob)));
    assertThat(node(other).id()).isNotEqualTo(imported.id());
    Device again = device.sameMachine();
    admit(begin(again), "ann").statusCode(200);
    assertThat(node(again).id()).isEqualTo(imported.id());
    assertThat(node(again).owner()).isEqualTo(Reserved.of(ann));
  }
}
