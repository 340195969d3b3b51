package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.protocol.key.MachineKey;
import io.quarkus.arc.Arc;
import java.util.Map;

/// Devices that tests of other rooms have wait.
public final class Newcomers {
  private Newcomers() {}

  /// The id of a login that waits, of a machine that has a node already.
  ///
  /// @param node what makes the node over the API, its machine key among it
  public static String waiting(Map<String, Object> node) {
    Client.owner().body(node).post("/api/v1alpha/nodes").then().statusCode(201);
    Device device =
        new Device("newcomer", MachineKey.parse(String.valueOf(node.get("machineKey"))));
    FakeExchange exchange = device.exchange();
    try {
      Arc.container().instance(RegisterEndpoint.class).get().handle(exchange);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
    return LoginAddress.id(exchange.response().authUrl()).orElseThrow();
  }
}
