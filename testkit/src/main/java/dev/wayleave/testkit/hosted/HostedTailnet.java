package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the fake keeps of its tailnet: the objects as they are told with all fields.
///
/// A test changes them in place; the API's own calls change them under the fake's lock.
public final class HostedTailnet {
  private final ObjectNode devices = object("devices.json");
  private final Map<String, ObjectNode> single = new TreeMap<>();
  private final Map<String, ObjectNode> attributes = new TreeMap<>();
  private final Map<String, JsonNode> invites = new TreeMap<>();
  private final HostedPolicy policy = new HostedPolicy(HostedSample.text("acl.hujson"));

  HostedTailnet() {
    for (String name :
        List.of(
            "audit",
            "contacts",
            "dns-configuration",
            "keys",
            "logstream-configuration",
            "posture-integrations",
            "services",
            "settings",
            "users",
            "webhooks")) {
      single.put(name, object(name + ".json"));
    }
    for (JsonNode device : devices()) {
      String id = device.path("nodeId").asText();
      if (!device.path("isExternal").asBoolean()) {
        attributes.put(id, object("device-attributes/" + id + ".json"));
        invites.put(id, HostedSample.json("device-invites/" + id + ".json"));
      }
    }
  }

  /// All devices, those shared in too.
  public ArrayNode devices() {
    return (ArrayNode) devices.get("devices");
  }

  ObjectNode deviceList() {
    return devices;
  }

  /// A device by its `nodeId`, its numeric id or the first label of its name.
  public ObjectNode device(String id) {
    return find(id).orElseThrow(() -> new IllegalArgumentException("the fake has no device " + id));
  }

  /// Takes all devices away, as in a tailnet that nobody has joined.
  public void withoutDevices() {
    devices().removeAll();
    attributes.clear();
    invites.clear();
  }

  /// A device that joins.
  public void join(ObjectNode device) {
    devices().add(device);
    String id = device.path("nodeId").asText();
    attributes.put(id, (ObjectNode) HostedSample.parse("{\"attributes\":{},\"expiries\":{}}"));
    invites.put(id, HostedSample.parse("[]"));
  }

  Optional<ObjectNode> find(String id) {
    for (JsonNode device : devices()) {
      if (device.path("nodeId").asText().equals(id)
          || device.path("id").asText().equals(id)
          || device.path("name").asText().startsWith(id + ".")) {
        return Optional.of((ObjectNode) device);
      }
    }
    return Optional.empty();
  }

  void remove(ObjectNode device) {
    List<JsonNode> left = new ArrayList<>();
    devices()
        .forEach(other -> {
          if (!other.path("nodeId").equals(device.path("nodeId"))) {
            left.add(other);
          }
        });
    devices().removeAll().addAll(left);
  }

  /// A part of the tailnet by the name of its file without the ending, with its envelope.
  public ObjectNode part(String name) {
    ObjectNode part = single.get(name);
    if (part == null) {
      throw new IllegalArgumentException("the fake has no " + name);
    }
    return part;
  }

  public HostedPolicy policy() {
    return policy;
  }

  ObjectNode attributes(ObjectNode device) {
    return attributes.computeIfAbsent(
        device.path("nodeId").asText(),
        id -> (ObjectNode) HostedSample.parse("{\"attributes\":{},\"expiries\":{}}"));
  }

  JsonNode invites(ObjectNode device) {
    return invites.getOrDefault(device.path("nodeId").asText(), HostedSample.parse("[]"));
  }

  private static ObjectNode object(String name) {
    return (ObjectNode) HostedSample.json(name);
  }
}
