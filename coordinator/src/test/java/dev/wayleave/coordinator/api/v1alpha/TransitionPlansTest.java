package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Applied;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.model.Unmoved;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What keeps the two sides of a move apart stands in the plan, before anybody moves.
@QuarkusTest
@RunningCoordinator
class TransitionPlansTest {
  private static final Set<String> CODES =
      Set.of(
          "HOME_REGION_UNKNOWN",
          "HOME_REGION_NOT_SERVED",
          "NODE_KEY_UNKNOWN",
          "SHARED_ADDRESS_IN_USE");

  @Inject TailnetState state;

  @BeforeEach
  void empty() throws Exception {
    if (!state.image().nodes().isEmpty() || state.image().transition().isPresent()) {
      EmptyTailnet.make();
    }
  }

  @AfterEach
  void takeBack() throws Exception {
    EmptyTailnet.make();
  }

  private static Node node(long id, int home) {
    return new Node(
            new NodeId(id),
            new StableNodeId("n" + id + "CNTRL"),
            MachineKey.of(ByteBuffer.allocate(32).putLong(1).putLong(24, id).array()),
            NodeKey.of(ByteBuffer.allocate(32).putLong(2).putLong(24, id).array()),
            null,
            IpAddress.parse("100.64.9." + id),
            null,
            "d" + id,
            "d" + id,
            new Owner.OfTags(Set.of(new TagName("tag:web")), null),
            RegisterMethod.AUTH_KEY,
            null,
            false,
            null,
            null,
            null,
            List.of(),
            List.of(),
            List.of(),
            null)
        .change()
        .unmoved(new Unmoved("tailscale", home))
        .build();
  }

  private static Reading reading(Set<IpAddress> shared, List<Finding> findings, Node... nodes) {
    Inventory.Builder inventory = Inventory.builder(new SourceInfo("tailscale", "", "API"));
    inventory.add(
        new Transition("tailscale", "https://old.example.net", "", null, null, shared, Set.of()));
    inventory.add(
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
    List.of(nodes).forEach(inventory::add);
    return new Reading(
        inventory.build(), new Counts(0, nodes.length, 0, 0, 0, 0), List.copyOf(findings));
  }

  private static List<String> told(JsonPath plan) {
    List<Map<String, String>> findings = plan.getList("plan.findings");
    return findings.stream()
        .filter(finding -> CODES.contains(finding.get("code")))
        .map(finding -> finding.get("code") + " " + finding.get("object"))
        .toList();
  }

  @Test
  void homesThatAreNotKnownOrNotServedAndKeysStandInThePlan() throws Exception {
    Node keyless = node(4, 7).change().nodeKey(NodeKey.of(new byte[32])).build();
    Reading reading = reading(Set.of(), List.of(), node(1, 7), node(2, 0), node(3, 8), keyless);
    JsonPath plan = Applied.from(reading);
    assertThat(told(plan))
        .containsExactlyInAnyOrder(
            "HOME_REGION_UNKNOWN node 2 (d2)",
            "HOME_REGION_NOT_SERVED node 3 (d3)",
            "NODE_KEY_UNKNOWN node 4 (d4)");
    List<String> status =
        Client.owner().get("/api/v1alpha/transition").path("findings.collect { it.code }");
    assertThat(status)
        .as("and the same afterwards")
        .containsExactlyInAnyOrder(
            "HOME_REGION_UNKNOWN", "HOME_REGION_NOT_SERVED", "NODE_KEY_UNKNOWN");
  }

  @Test
  void whatTheSourceTellsOfADeviceIsNotToldAgain() throws Exception {
    Finding better = Finding.action("HOME_RELAY_UNKNOWN", "node 2 (d2)", "It is so.", "Do.");
    assertThat(told(Applied.planned(reading(Set.of(), List.of(better), node(2, 0))))).isEmpty();
  }

  @Test
  void aSharedAddressThatSomebodyHereHasAlreadyIsTold() throws Exception {
    Applied.from(reading(Set.of(), List.of(), node(1, 7)));
    Reading later = reading(Set.of(IpAddress.parse("100.64.9.1")), List.of(), node(1, 7));
    assertThat(told(Applied.planned(later))).containsExactly("SHARED_ADDRESS_IN_USE node 1 (d1)");
  }

  @Test
  void onceTheMoveHasEndedNothingOfItIsTold() throws Exception {
    Applied.from(reading(Set.of(), List.of(), node(2, 0)));
    Client.owner()
        .body(Map.of("accept", true))
        .post("/api/v1alpha/transition/end")
        .then()
        .statusCode(200);
    assertThat(told(Applied.planned(reading(Set.of(), List.of(), node(2, 0))))).isEmpty();
  }
}
