package dev.wayleave.coordinator.login;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/// A device as a test has it: its keys, and the request that it makes with them.
final class Device {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final ObjectMapper JSON = new ObjectMapper();

  final MachineKey machine;
  NodeKey key = freshKey();
  private ObjectNode request = JSON.createObjectNode();
  private int capability = 113;
  private String address = "192.0.2.7";

  Device(String hostname) {
    this(hostname, MachineKey.of(bytes()));
  }

  Device(String hostname, MachineKey machine) {
    this.machine = machine;
    blank(hostname);
  }

  /// Another profile on the same machine.
  Device sameMachine() {
    return new Device(hostname(), machine);
  }

  private void blank(String hostname) {
    request = JSON.createObjectNode();
    request.put("Version", capability).put("Followup", "").put("Expiry", "0001-01-01T00:00:00Z");
    request.put("OldNodeKey", NodeKey.PREFIX + "0".repeat(64));
    request.putObject("Hostinfo").put("Hostname", hostname).put("OS", "linux");
  }

  String hostname() {
    return request.path("Hostinfo").path("Hostname").asText();
  }

  static NodeKey freshKey() {
    return NodeKey.of(bytes());
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /// The client makes a new node key; the next request names the old one.
  Device rotated() {
    request.put("OldNodeKey", key.toString());
    key = freshKey();
    return this;
  }

  /// The client makes a new node key and says nothing of the old one.
  Device forgetful() {
    key = freshKey();
    return this;
  }

  Device authKey(String text) {
    request.putObject("Auth").put("AuthKey", text);
    return this;
  }

  Device withoutAuthKey() {
    request.remove("Auth");
    return this;
  }

  Device expiry(Instant at) {
    request.put("Expiry", at.toString());
    return this;
  }

  Device noExpiry() {
    request.put("Expiry", "0001-01-01T00:00:00Z");
    return this;
  }

  Device followup(String url) {
    request.put("Followup", url);
    return this;
  }

  /// What the device's management says of the tailnet that it may join.
  Device tailnet(String name) {
    request.put("Tailnet", name);
    return this;
  }

  Device ephemeral() {
    request.put("Ephemeral", true);
    return this;
  }

  Device from(String source) {
    address = source;
    return this;
  }

  Device capability(int version) {
    capability = version;
    request.put("Version", version);
    return this;
  }

  Device tags(String... tags) {
    return list("RequestTags", tags);
  }

  Device routes(String... routes) {
    return list("RoutableIPs", routes);
  }

  Device hostinfo(String field, String value) {
    ((ObjectNode) request.path("Hostinfo")).put(field, value);
    return this;
  }

  private Device list(String field, String... values) {
    ArrayNode list = ((ObjectNode) request.path("Hostinfo")).putArray(field);
    for (String value : values) {
      list.add(value);
    }
    return this;
  }

  ControlPeer peer() {
    return new ControlPeer(machine, new CapabilityVersion(capability), address);
  }

  byte[] body() {
    return request.put("NodeKey", key.toString()).toString().getBytes(StandardCharsets.UTF_8);
  }

  /// The request as it goes out now.
  FakeExchange exchange() {
    return new FakeExchange(peer(), body());
  }
}
