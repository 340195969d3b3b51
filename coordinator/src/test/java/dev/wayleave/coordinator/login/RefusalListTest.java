package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.Node;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Administrators see who was turned away, and why.
@QuarkusTest
@RunningCoordinator
class RefusalListTest extends Registrations {
  @Test
  void whoIsTurnedAwayIsListedWithTheReasonUntilItIsLetIn() throws Exception {
    Device device = member("web", ann);
    Node node = node(device);
    assertThat(refusalsOf(device)).isEmpty();
    expire(node);
    register(device);
    register(device);
    assertThat(refusalsOf(device))
        .singleElement()
        .satisfies(refusal ->
            assertThat(refusal)
                .containsEntry("reason", "expired")
                .containsEntry("node", (int) node.id().value())
                .containsEntry("attempts", 2)
                .containsEntry("hostname", "web"));
    String id = begin(device.rotated());
    assertThat(refusalsOf(device))
        .singleElement()
        .satisfies(refusal -> assertThat(refusal).containsEntry("reason", "login-needed"));
    admit(id, "ann").statusCode(200);
    register(device);
    assertThat(refusalsOf(device)).isEmpty();
  }

  private void expire(Node node) {
    Client.owner()
        .body("{}")
        .post("/api/v1alpha/nodes/" + node.id() + "/expire")
        .then()
        .statusCode(200);
  }

  private static List<Map<String, Object>> refusalsOf(Device device) {
    List<Map<String, Object>> all =
        Client.owner().get("/api/v1alpha/refusals").jsonPath().getList("items");
    String machine = device.machine.toString();
    return all.stream().filter(refusal -> machine.equals(refusal.get("machineKey"))).toList();
  }
}
