package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How far a move is, what holds during it, and how it ends.
@QuarkusTest
@RunningCoordinator
class TransitionApiTest {
  private static final String PATH = "/api/v1alpha/transition";

  @Inject TailnetState state;

  @BeforeEach
  void begin() throws Exception {
    EmptyTailnet.make();
    Imported.put(
        new Transition("tailscale", "https://old.example.net", "tail1.ts.net", null, null));
    Imported.put(
        new DerpSettings(
            null,
            List.of(),
            List.of(
                new DerpSettings.MapFile(
                    "old",
                    "{\"Regions\":{\"7\":{\"RegionID\":7,\"RegionCode\":\"o\",\"Nodes\":"
                        + "[{\"Name\":\"7a\",\"RegionID\":7,\"HostName\":\"d.example.net\"}]}}}")),
            false,
            ""));
    Imported.put(node(1, "came", null, null));
    Imported.put(new Alias("node", "1", "tailscale", "n1CNTRL"));
    Imported.put(node(2, "stays", new Unmoved("tailscale", 7), null));
    Imported.put(node(3, "unknown-home", new Unmoved("tailscale", 0), null));
    Imported.put(node(4, "elsewhere", new Unmoved("tailscale", 8), null));
    Imported.put(node(5, "fresh", null, null));
  }

  @AfterEach
  void takeBack() throws Exception {
    EmptyTailnet.make();
  }

  private static Node node(
      long id, String name, @Nullable Unmoved unmoved, @Nullable Instant expiry) {
    Node node =
        new Node(
            new NodeId(id),
            new StableNodeId("n" + id + "CNTRL"),
            MachineKey.of(ByteBuffer.allocate(32).putLong(1).putLong(24, id).array()),
            NodeKey.of(ByteBuffer.allocate(32).putLong(2).putLong(24, id).array()),
            null,
            IpAddress.parse("100.64.9." + id),
            null,
            name,
            name,
            new Owner.OfTags(Set.of(new TagName("tag:web")), null),
            RegisterMethod.AUTH_KEY,
            null,
            false,
            expiry,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null);
    return node.change().unmoved(unmoved).build();
  }

  @Test
  void saysWhoHasMovedAndWhatIsLeft() {
    Client.owner()
        .get(PATH)
        .then()
        .statusCode(200)
        .body("plane", equalTo("tailscale"))
        .body("total", equalTo(4))
        .body("moved", equalTo(1))
        .body("unmoved", equalTo(3))
        .body("nodes.find { it.name == 'came' }.state", equalTo("moved"))
        .body("nodes.find { it.name == 'stays' }.state", equalTo("unmoved"))
        .body("nodes.find { it.name == 'stays' }.online", equalTo(false))
        .body("nodes.find { it.name == 'stays' }.homeDerp", equalTo(7))
        .body("nodes.find { it.name == 'stays' }.tags", hasItem("tag:web"))
        .body("nodes.find { it.name == 'fresh' }.state", equalTo("new"))
        .body(
            "nodes.find { it.name == 'fresh' }.why",
            containsString("unknown to those who have not moved"));
  }

  @Test
  void whoseRelayIsNotKnownOrNotServedIsAFindingBeforeTheFirstWave() {
    Client.owner()
        .get(PATH)
        .then()
        .body("findings.size()", equalTo(2))
        .body(
            "findings.find { it.code == 'HOME_REGION_UNKNOWN' }.object",
            equalTo("node 3 (unknown-home)"))
        .body(
            "findings.find { it.code == 'HOME_REGION_NOT_SERVED' }.object",
            equalTo("node 4 (elsewhere)"));
  }

  @Test
  void keysAreHeldOnceAndLetGo() {
    patch(Map.of("holdKeyExpiry", true)).body("expiryHeldSince", notNullValue());
    String since = Client.owner().get(PATH).jsonPath().getString("expiryHeldSince");
    patch(Map.of("holdKeyExpiry", true)).body("expiryHeldSince", equalTo(since));
    patch(Map.of("holdKeyExpiry", false)).body("expiryHeldSince", nullValue());
  }

  @Test
  void lettingKeysGoIsRefusedWhileItWouldLogDevicesOut() {
    patch(Map.of("holdKeyExpiry", true));
    Imported.put(
        new Transition(
            "tailscale", "https://old.example.net", "", Instant.now().minusSeconds(3600), null));
    Imported.put(node(1, "late", null, Instant.now().minusSeconds(60)));
    Client.owner()
        .body(Map.of("holdKeyExpiry", false))
        .patch(PATH)
        .then()
        .statusCode(409)
        .body("detail", containsString("would expire at once, as they are held no more: late"));
    assertThat(state.image().expiryHeldSince()).isPresent();
    patch(Map.of("holdKeyExpiry", false, "accept", true)).body("expiryHeldSince", nullValue());
  }

  @Test
  void aLoginWhoseEndIsHeldIsNotShownAsEnded() {
    Imported.put(
        new Transition(
            "tailscale", "https://old.example.net", "", Instant.now().minusSeconds(3600), null));
    Imported.put(node(1, "late", null, Instant.now().minusSeconds(60)));
    Client.owner().get("/api/v1alpha/nodes/1").then().body("expired", equalTo(false));
    patch(Map.of("holdKeyExpiry", false, "accept", true));
    Client.owner().get("/api/v1alpha/nodes/1").then().body("expired", equalTo(true));
  }

  @Test
  void whoIsPutOutWhileKeysAreHeldIsOut() {
    patch(Map.of("holdKeyExpiry", true));
    Imported.put(node(1, "came", null, Instant.now().plusSeconds(3600)));
    assertThat(state.image().expiryOf(image(1))).as("held").isNull();
    Client.owner().body("{}").post("/api/v1alpha/nodes/1/expire").then().statusCode(200);
    assertThat(state.image().expiryOf(image(1))).isNotNull();
  }

  private Node image(long id) {
    return state.image().node(new NodeId(id)).orElseThrow();
  }

  @Test
  void theEndIsRefusedWhileDevicesAreLeftAndNamesThem() {
    Client.owner()
        .body(Map.of())
        .post(PATH + "/end")
        .then()
        .statusCode(409)
        .body("detail", containsString("3 devices have not moved: stays, unknown-home, elsewhere"));
    assertThat(state.image().transition().orElseThrow().underWay()).isTrue();
  }

  @Test
  void theEndIsRefusedWhileItWouldLogDevicesOut() {
    for (long id = 2; id <= 4; id++) {
      Imported.put(node(id, "n" + id, null, null));
    }
    Imported.put(node(1, "late", null, Instant.now().minusSeconds(60)));
    Imported.put(
        new Transition(
            "tailscale", "https://old.example.net", "", Instant.now().minusSeconds(3600), null));
    Client.owner().get(PATH).then().body("findings.code", hasItem("KEY_EXPIRES_AT_THE_END"));
    Client.owner()
        .body(Map.of())
        .post(PATH + "/end")
        .then()
        .statusCode(409)
        .body("detail", containsString("would expire at once, as they are held no more: late"));
  }

  @Test
  void theEndSwitchesToOwnRelaysAndEndsTheHoldAndIsDoneOnce() {
    patch(Map.of("holdKeyExpiry", true));
    end(Map.of("accept", true))
        .body("endedAt", notNullValue())
        .body("expiryHeldSince", nullValue())
        .body("magicDnsSuffix", equalTo("tail1.ts.net"))
        .body("findings.size()", equalTo(0));
    Tailnet after = state.image();
    assertThat(after.derp()).as("nothing of the old plane's").isEmpty();
    assertThat(after.isElsewhere(image(2))).isFalse();
    assertThat(image(2).unmoved()).as("its row stays reserved").isNotNull();
    String at = Client.owner().get(PATH).jsonPath().getString("endedAt");
    end(Map.of()).body("endedAt", equalTo(at));
    Client.owner().body(Map.of("holdKeyExpiry", true)).patch(PATH).then().statusCode(409);
    patch(Map.of("oldNames", false)).body("magicDnsSuffix", equalTo(""));
  }

  @Test
  void relaysOfTheOldPlaneCanBeKeptAndItsNamesEnded() {
    end(Map.of("accept", true, "relays", "keep", "oldNames", false))
        .body("magicDnsSuffix", equalTo(""));
    assertThat(state.image().derp()).isPresent();
    String at = Client.owner().get(PATH).jsonPath().getString("endedAt");
    end(Map.of("relays", "own")).body("endedAt", equalTo(at));
    assertThat(state.image().derp()).as("kept at the end, dropped later").isEmpty();
  }

  @Test
  void nonsenseIsRefused() {
    Client.owner().body(Map.of("relays", "theirs")).post(PATH + "/end").then().statusCode(400);
    Client.owner().body(Map.of("oldNames", true)).patch(PATH).then().statusCode(400);
  }

  @Test
  void aTailnetThatComesFromNowhereHasNoMove() throws Exception {
    EmptyTailnet.make();
    Client.owner().get(PATH).then().statusCode(404);
    Client.owner().body(Map.of("holdKeyExpiry", true)).patch(PATH).then().statusCode(404);
    Client.owner().body(Map.of()).post(PATH + "/end").then().statusCode(404);
  }

  private static io.restassured.response.ValidatableResponse patch(Map<String, Object> body) {
    return Client.owner().body(body).patch(PATH).then().statusCode(200);
  }

  private static io.restassured.response.ValidatableResponse end(Map<String, Object> body) {
    return Client.owner().body(body).post(PATH + "/end").then().statusCode(200);
  }
}
