package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.login.RecognitionTest.audit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.wayleave.coordinator.running.Applied;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Member;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.importers.tailscale.source.HostedSource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.testkit.hosted.HostedSample;
import dev.wayleave.testkit.wait.Await;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The sample tailnet, read from its export, applied over the API, and its devices coming.
@QuarkusTest
@RunningCoordinator
class SampleMoveTest extends Registrations {
  private static final String MOVE = "/api/v1alpha/transition";

  /// Tagged, with both keys known and key expiry disabled.
  private static final String EXIT = "exit-berlin";

  /// A user's, with key expiry disabled.
  private static final String NAS = "old-nas";

  @TempDir Path folder;

  private LastIds before = LastIds.NONE;

  /// The users of the sample instead.
  @BeforeEach
  @Override
  void twoUsers() throws Exception {
    if (!state.image().users().isEmpty() || !state.image().nodes().isEmpty()) {
      EmptyTailnet.make();
    }
    before = state.image().lastIds();
    Applied.from(
        new HostedSource(
                ExportFolder.open(HostedSample.copyTo(folder)),
                HostedOptions.at(() -> HostedSample.TOLD_AT))
            .read(Progress.SILENT));
  }

  @AfterEach
  void takeBack() throws Exception {
    EmptyTailnet.make(before);
  }

  private Node imported(String name) {
    return state.image().nodesNamed(name).getFirst();
  }

  private Device device(String name) {
    Node node = imported(name);
    Device device = new Device(node.hostname(), node.machineKey());
    device.key = node.nodeKey();
    return device;
  }

  private static ValidatableResponse move() {
    return Client.owner().get(MOVE).then().statusCode(200);
  }

  @Test
  void whoComesWithBothKeysHasMovedAndTheAuditLogSaysHow() throws Exception {
    Device device = device(EXIT);
    String id = imported(EXIT).id().toString();
    assertThat(register(device).error()).isEmpty();
    assertThat(audit())
        .startsWith(
            "NodeAdopted machine "
                + device.machine
                + " nodes/"
                + id
                + " done: from tailscale, with both its keys");
    String before = audit();
    register(device);
    assertThat(audit()).as("to come again is nothing to tell").isEqualTo(before);
    move()
        .body("moved", equalTo(1))
        .body("rekeyed", equalTo(0))
        .body("nodes.find { it.name == 'exit-berlin' }.state", equalTo("moved"))
        .body("nodes.find { it.name == 'exit-berlin' }.newNodeKey", equalTo(false))
        .body("nodes.find { it.name == 'exit-berlin' }.why", equalTo(""));
  }

  @Test
  void whoAsksForItsMapWithBothKeysHasMovedToo() throws Exception {
    try (Member member = Member.tagged("tag:exit", "early")) {
      Node node = state.image().nodes(member.key()).getFirst();
      put(node.change().unmoved(new Unmoved("tailscale", 4)).build());
      Member.awaitMaps();
      Map<String, Object> lite =
          Map.of("Version", 142, "OmitPeers", true, "Endpoints", List.of("192.0.2.9:41641"));
      assertThat(member.send("POST", "/machine/map", lite).status()).isEqualTo(200);
      Await.until(
          "the device has come",
          () -> state.image().nodes(member.key()).getFirst().unmoved() == null);
      assertThat(audit())
          .startsWith("NodeAdopted node " + node.id() + " nodes/" + node.id())
          .contains("done: from tailscale, with both its keys");
    }
  }

  @Test
  void whoComesWithANewNodeKeyIsToldAsSuch() throws Exception {
    move().body("rekeyed", equalTo(0));
    String id = begin(device(NAS).forgetful());
    admit(id, "bob@example.com").statusCode(200);
    assertThat(audit()).contains("from tailscale, with its machine key and a new node key");
    move()
        .body("moved", equalTo(1))
        .body("rekeyed", equalTo(1))
        .body("nodes.find { it.name == 'old-nas' }.newNodeKey", equalTo(true))
        .body(
            "nodes.find { it.name == 'old-nas' }.why",
            startsWith("has a new node key: it reaches those who have not moved only once"))
        .body("nodes.findAll { it.newNodeKey }.name", contains(NAS));
  }

  @Test
  void aDisabledExpiryComesBackWithItsDateWhenItIsEnabled() {
    String node = "/api/v1alpha/nodes/" + imported(EXIT).stableId().value();
    Client.owner()
        .get(node)
        .then()
        .body("expiry", equalTo(null))
        .body("disabledExpiry", equalTo("2025-02-01T00:00:00Z"));
    expire(node, Map.of("enable", true))
        .body("expiry", equalTo("2025-02-01T00:00:00Z"))
        .body("disabledExpiry", equalTo(null));
    expire(node, Map.of("never", true))
        .body("expiry", equalTo(null))
        .body("disabledExpiry", equalTo("2025-02-01T00:00:00Z"));
    String lasting = "/api/v1alpha/nodes/" + imported("gateway").stableId().value();
    Client.owner()
        .body(Map.of("enable", true))
        .post(lasting + "/expire")
        .then()
        .statusCode(409)
        .body("detail", containsString("Nobody knows when the login of node gateway would"));
    Client.owner()
        .body(Map.of("enable", true, "never", true))
        .post(lasting + "/expire")
        .then()
        .statusCode(400);
  }

  private static ValidatableResponse expire(String node, Map<String, ?> body) {
    return Client.owner().body(body).post(node + "/expire").then().statusCode(200);
  }

  @Test
  void addressesAndNamesOfSharedDevicesStayFreeUntilTheMoveEnds() throws Exception {
    move().body("sharedAddresses", contains("100.99.1.7", "fd7a:115c:a1e0::9933:107"));
    put(
        new ServerSettings(
            "",
            "",
            IpPrefix.parse("100.99.1.0/28"),
            null,
            "sequential",
            null,
            null,
            null,
            Map.of()));
    put(imported(EXIT).change().ipv4(IpAddress.parse("100.99.1.6")).build());
    Node during = joined("build-box");
    assertThat(during.ipv4()).as("100.99.1.7 is the shared device's").hasToString("100.99.1.8");
    assertThat(during.givenName()).isEqualTo("build-box-1");
    String node = "/api/v1alpha/nodes/" + during.id();
    Client.owner()
        .body(Map.of("name", "build-box"))
        .post(node + "/rename")
        .then()
        .statusCode(409)
        .body("detail", containsString("until the move ends"));
    Client.owner().delete(node).then().statusCode(200);
    Client.owner()
        .body(Map.of("accept", true))
        .post(MOVE + "/end")
        .then()
        .statusCode(200)
        .body("sharedAddresses", empty());
    Node after = joined("build-box");
    assertThat(after.ipv4()).hasToString("100.99.1.7");
    assertThat(after.givenName()).isEqualTo("build-box");
  }

  /// A device that never was elsewhere.
  private Node joined(String hostname) throws Exception {
    Device device = new Device(hostname).authKey(Tailnets.keyOf(List.of("tag:exit")));
    assertThat(register(device).error()).isEmpty();
    return node(device);
  }

  @Test
  void theTailnetIsFoundByEachNameThatItHasOrHad() {
    String id = HostedSample.TAILNET_ID;
    for (String name :
        List.of("-", id, id.toLowerCase(Locale.ROOT), HostedSample.SUFFIX, "tail4E5F.ts.net")) {
      Client.owner()
          .get("/api/v1alpha/tailnets/" + name)
          .then()
          .statusCode(200)
          .body("id", equalTo("-"))
          .body("name", equalTo(HostedSample.SUFFIX))
          .body("aliases", contains(id, HostedSample.SUFFIX))
          .body("nodes", equalTo(14))
          .body("users", equalTo(6));
    }
    Client.owner().get("/api/v1alpha/tailnets/TElsewhereCNTRL").then().statusCode(404);
    Client.with(Client.keyWith("users:read"))
        .get("/api/v1alpha/tailnets/" + id)
        .then()
        .statusCode(403);
  }
}
