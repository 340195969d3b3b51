package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.coordinator.running.Client;
import java.util.Map;

/// Users and nodes that a test puts into the tailnet over the API.
final class Residents {
  private Residents() {}

  static int user(String name) {
    return Client.owner()
        .body(Map.of("name", name, "email", name + "@example.com"))
        .post("/api/v1alpha/users")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  static void node(int user, String name) {
    Client.owner()
        .body(
            Map.of(
                "machineKey",
                "mkey:" + Keys.hex(name + "-m"),
                "nodeKey",
                "nodekey:" + Keys.hex(name + "-n"),
                "hostname",
                name,
                "user",
                user))
        .post("/api/v1alpha/nodes")
        .then()
        .statusCode(201);
  }
}
