package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.Reserved.assertAdopted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of `docs/recognition.md`, row by row, for a user's devices: which imported node a
/// device is that registers.
@QuarkusTest
@RunningCoordinator
class RecognitionTest extends Registrations {
  private static final UnaryOperator<NodeDraft> AS_IS = UnaryOperator.identity();

  @Test
  void bothKeysLetADeviceInSilentlyAndItHasMovedInTheSameChange() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    long version = state.image().version();
    RegisterResponse response = register(device);
    assertThat(response.authUrl()).isEmpty();
    assertThat(response.error()).isEmpty();
    assertThat(response.machineAuthorized()).isTrue();
    assertThat(response.login().loginName()).isEqualTo("ann@example.com");
    assertThat(node(device)).isEqualTo(imported.change().unmoved(null).build());
    assertThat(state.image().version()).isEqualTo(version + 1);
    assertThat(audit()).startsWith("NodeAdopted machine " + device.machine + " nodes/4711 done");
    register(device);
    assertThat(state.image().version())
        .as("the second time is as any other")
        .isEqualTo(version + 1);
  }

  @Test
  void aDeviceThatWasNotApprovedThereIsNotHere() throws Exception {
    Device device = new Device("moved");
    Reserved.put(4711, device, Reserved.of(ann), draft -> draft.awaitingApproval(true));
    assertThat(register(device).machineAuthorized()).isFalse();
    assertThat(node(device).awaitingApproval()).isTrue();
    assertThat(node(device).unmoved()).isNull();
  }

  @Test
  void aDeviceOfAUserWhoAwaitsApprovalIsLikeOneThatDoes() throws Exception {
    Device device = new Device("moved");
    Reserved.put(device, Reserved.of(ann));
    hold(false, true);
    assertThat(register(device).machineAuthorized()).isFalse();
    Client.owner().body("{}").post("/api/v1alpha/users/" + ann + "/approve").then().statusCode(200);
    assertThat(register(device).machineAuthorized()).isTrue();
  }

  @Test
  void aDeviceOfASuspendedUserIsRefusedAndStaysReserved() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    hold(true, false);
    assertThat(register(device).error()).startsWith("user ann is suspended");
    assertThat(register(new Device("new", device.machine).authKey(Tailnets.key(bob))).error())
        .as("bob on the same machine is another matter")
        .isEmpty();
    String id = begin(device.forgetful());
    admit(id, "ann").statusCode(422);
    claim(id, "4711", 422);
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void theNodeKeyAloneIsRefusedAsACopiedOneIs() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    Device thief = new Device("thief");
    thief.key = device.key;
    assertThat(register(thief).error()).startsWith("node key belongs to another machine");
    assertThat(register(thief.authKey(Tailnets.key(ann))).error())
        .startsWith("node key belongs to another machine");
    assertThat(register(thief.expiry(Instant.ofEpochSecond(123))).error())
        .startsWith("node key belongs to another machine");
    assertThat(state.image().nodes()).containsExactly(imported);
  }

  @Test
  void anOldNodeKeyOfAnotherMachineGivesNothing() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    Device thief = new Device("thief");
    thief.key = device.key;
    register(thief.rotated().authKey(Tailnets.key(ann)));
    assertThat(node(thief).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void theMachineKeyAloneGivesTheIdentityToTheOwnerWhoLogsIn() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    admit(begin(device.forgetful()), "ann").statusCode(200);
    assertAdopted(node(device), imported);
    assertThat(audit()).contains("NodeAdopted api key ");
  }

  @Test
  void theMachineKeyAloneGivesTheIdentityToAnAuthKeyOfTheOwner() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    assertThat(register(device.forgetful().authKey(Tailnets.key(ann))).error()).isEmpty();
    assertAdopted(node(device), imported);
    assertThat(state.image().nodes()).hasSize(1);
  }

  @Test
  void anyOtherUserGetsANewNodeAndTheImportedOneStaysReserved() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    admit(begin(device.forgetful()), "bob").statusCode(200);
    Node bobs = node(device);
    assertThat(bobs.id()).isNotEqualTo(imported.id());
    assertThat(bobs.owner()).isEqualTo(new Owner.OfUser(new UserId(bob)));
    assertThat(bobs.ipv4()).isNotEqualTo(imported.ipv4());
    assertThat(state.image().node(imported.id())).contains(imported);
    Device annsProfile = device.sameMachine();
    admit(begin(annsProfile), "ann").statusCode(200);
    assertAdopted(node(annsProfile), imported);
  }

  @Test
  void anotherUserWhoNamesTheImportedNodeKeyAsOldGetsANewNodeToo() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    register(device.rotated().authKey(Tailnets.key(bob)));
    assertThat(node(device).id()).isNotEqualTo(imported.id());
    Device tagged = device.sameMachine();
    tagged.key = imported.nodeKey();
    register(tagged.rotated().authKey(Tailnets.keyOf(List.of("tag:web"))));
    assertThat(node(tagged).id()).as("nor does a key of tags").isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  @Test
  void anOldNodeKeyOfTheSameMachineIsAPlainRotation() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    admit(begin(device.rotated()), "ann").statusCode(200);
    assertAdopted(node(device), imported);
    assertThat(state.image().nodes(imported.nodeKey())).isEmpty();
  }

  @Test
  void anExpiredDeviceIsToldSoAndItsOwnersLoginKeepsTheIdentity() throws Exception {
    Device device = new Device("moved");
    Node imported =
        Reserved.put(
            4711,
            device,
            Reserved.of(ann),
            draft -> draft.expiry(Instant.parse("2025-01-01T00:00:00Z")));
    RegisterResponse response = register(device);
    assertThat(response.nodeKeyExpired()).isTrue();
    assertThat(response.authUrl()).isEmpty();
    assertThat(node(device)).as("it has not come in").isEqualTo(imported);
    admit(begin(device.rotated()), "ann").statusCode(200);
    assertAdopted(node(device), imported);
    assertThat(register(device).nodeKeyExpired()).isFalse();
  }

  @Test
  void aLoginMakesNoLastingDeviceExpireOrEphemeral() throws Exception {
    settings("PT24H", Map.of());
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    register(device.forgetful().authKey(Tailnets.key(ann, "ephemeral", true)));
    assertAdopted(node(device), imported);
    assertThat(node(device).expiry()).isNull();
    assertThat(node(device).ephemeral()).isFalse();
  }

  @Test
  void ofTwoUsersOnOneMachineEachGetsTheirOwnBack() throws Exception {
    Device anns = new Device("shared");
    Device bobs = anns.sameMachine();
    Node first = Reserved.put(4711, anns, Reserved.of(ann), AS_IS);
    Node second = Reserved.put(4712, bobs, Reserved.of(bob), AS_IS);
    admit(begin(bobs.forgetful()), "bob").statusCode(200);
    admit(begin(anns.forgetful()), "ann").statusCode(200);
    assertAdopted(node(bobs), second);
    assertAdopted(node(anns), first);
  }

  @Test
  void whichOfTwoNodesOfOneUserAMachineIsNobodyButAnAdministratorSays() throws Exception {
    Device one = new Device("clone");
    Device other = one.sameMachine();
    Reserved.put(4711, one, Reserved.of(ann), AS_IS);
    Node second = Reserved.put(4712, other, Reserved.of(ann), AS_IS);
    Device device = one.sameMachine();
    assertThat(register(device.authKey(Tailnets.key(ann))).error())
        .contains("given-4711 (4711), given-4712 (4712)", "administrator");
    String id = begin(device.withoutAuthKey());
    admit(id, "ann").statusCode(409);
    decide(id, "approve").statusCode(409);
    assertThat(state.image().nodes()).hasSize(2).allMatch(node -> node.unmoved() != null);
    claim(id, "n4712CNTRL", 200);
    assertAdopted(node(device), second);
  }

  @Test
  void aKeyThatNobodyKnowsIsNoKeyAtAll() throws Exception {
    Device device = new Device("moved", Reserved.NOT_KNOWN);
    Node imported = Reserved.put(device, Reserved.of(ann));
    assertThat(register(device).error()).startsWith("machine key is missing");
    assertThat(register(device.forgetful().authKey(Tailnets.key(ann))).error())
        .startsWith("machine key is missing");
    assertThat(state.image().nodes()).containsExactly(imported);
  }

  @Test
  void aNodeKeyWithoutAKnownMachineIsAClaimThatItsOwnerHasToProve() throws Exception {
    Device elsewhere = new Device("moved", Reserved.NOT_KNOWN);
    Node imported = Reserved.put(elsewhere, Reserved.of(ann));
    Device device = new Device("moved");
    device.key = elsewhere.key;
    assertThat(register(device).authUrl()).as("not silently").isNotEmpty();
    assertThat(register(device.authKey(Tailnets.key(bob))).error())
        .startsWith("node key belongs to another machine");
    assertThat(state.image().nodes()).containsExactly(imported);
    Device bobs = member("bobs", bob);
    bobs.key = elsewhere.key;
    assertThat(register(bobs.authKey(Tailnets.key(bob))).error())
        .as("nor into a row of the thief's own")
        .startsWith("node key belongs to another machine");
    assertThat(state.image().nodes(elsewhere.key)).containsExactly(imported);
    assertThat(register(device.authKey(Tailnets.key(ann))).error()).isEmpty();
    assertAdopted(node(device), imported);
    assertThat(node(device).machineKey()).isEqualTo(device.machine);
  }

  @Test
  void newDevicesGetNoAddressNumberOrNameThatIsReserved() throws Exception {
    Node imported =
        Reserved.put(
            4711, new Device("moved"), Reserved.of(ann), draft -> draft.givenName("moved"));
    Node fresh = node(member("moved", bob));
    assertThat(fresh.givenName()).isEqualTo("moved-1");
    assertThat(fresh.ipv4()).isNotEqualTo(imported.ipv4());
    assertThat(fresh.ipv6()).isNotEqualTo(imported.ipv6());
    assertThat(fresh.id().value()).isGreaterThan(4711);
  }

  @Test
  void aStrangerOnAnotherMachineIsNobodyWhateverTheHostName() throws Exception {
    Device device = new Device("moved");
    Node imported = Reserved.put(device, Reserved.of(ann));
    Device stranger = new Device("moved");
    assertThat(register(stranger.authKey(Tailnets.key(ann))).error()).isEmpty();
    assertThat(node(stranger).id()).isNotEqualTo(imported.id());
    assertThat(state.image().node(imported.id())).contains(imported);
  }

  private void hold(boolean suspended, boolean awaitingApproval) {
    User user = state.image().user(new UserId(ann)).orElseThrow();
    put(user.heldBack(suspended, awaitingApproval));
  }

  static void claim(String id, String node, int status) {
    Client.owner()
        .body(Map.of("node", node))
        .post("/api/v1alpha/auth/" + id + "/approve")
        .then()
        .statusCode(status);
  }

  /// The newest rows of the audit log, newest first.
  static String audit() {
    List<Map<String, String>> rows = Client.owner().get("/api/v1alpha/audit?limit=3").path("items");
    return rows.stream()
        .map(row ->
            String.join(
                " ", row.get("operation"), row.get("actor"), row.get("object"), row.get("outcome")))
        .collect(Collectors.joining("\n"));
  }
}
