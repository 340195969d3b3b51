package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a test has an administrator do first, over the API.
final class Tailnets {
  private Tailnets() {}

  static int user(String name) {
    return Client.owner()
        .body(Map.of("name", name, "email", name + "@example.com"))
        .post("/api/v1alpha/users")
        .then()
        .statusCode(201)
        .extract()
        .path("id");
  }

  /// A one-time key of a user, with what else is said.
  static String key(int user, Object... more) {
    Map<String, Object> body = new HashMap<>(Map.of("user", user));
    return key(body, more);
  }

  /// A key of tags alone.
  static String keyOf(List<String> tags, Object... more) {
    Map<String, Object> body = new HashMap<>(Map.of("tags", tags));
    return key(body, more);
  }

  private static String key(Map<String, Object> body, Object... more) {
    for (int i = 0; i < more.length; i += 2) {
      body.put((String) more[i], more[i + 1]);
    }
    return Client.owner()
        .body(body)
        .post("/api/v1alpha/pre-auth-keys")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }

  static void policy(String text) {
    Client.owner().body(Map.of("text", text)).put("/api/v1alpha/policy").then().statusCode(200);
  }

  /// The node of a device by both keys.
  static Optional<Node> node(Tailnet image, Device device) {
    return image.nodes(device.key).stream()
        .filter(node -> node.machineKey().equals(device.machine))
        .findFirst();
  }
}
