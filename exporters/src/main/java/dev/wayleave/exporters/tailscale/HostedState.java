package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What the hosted side says of a tailnet, as far as it can be set.
///
/// @param devices its own ones by `nodeId`, in their order
/// @param logins of its own users, in lower case
/// @param policy null where it may not be read
/// @param etag of the policy
/// @param dns null where it may not be read
/// @param settings null where they may not be read
/// @param attributes posture attributes of the devices that were asked for them, by `nodeId`; none
///   of a device whose attributes may not be read
record HostedState(
    Map<String, JsonNode> devices,
    List<String> logins,
    @Nullable String policy,
    String etag,
    @Nullable JsonNode dns,
    @Nullable JsonNode settings,
    Map<String, JsonNode> attributes) {
  /// The value of what is not there and can be set.
  static final String ABSENT = "null";

  static final JsonMapper JSON = JsonMapper.builder().build();

  /// What is there now; nothing where there is no such object.
  Optional<String> value(Aspect aspect, String object) {
    return switch (aspect) {
      case POLICY -> Optional.ofNullable(policy);
      case DNS -> Optional.ofNullable(dns).map(told -> HostedDns.canonical(told).toString());
      case SETTING ->
          Optional.ofNullable(settings).map(all -> all.get(object)).map(JsonNode::toString);
      case ATTRIBUTE -> attribute(AttributeWishes.split(object));
      case NAME, TAGS, IPV4, ROUTES, KEY_EXPIRY, AUTHORIZED ->
          Optional.ofNullable(devices.get(object)).map(device -> ofDevice(aspect, device));
    };
  }

  private Optional<String> attribute(Map.Entry<String, String> named) {
    return Optional.ofNullable(attributes.get(named.getKey()))
        .map(all -> AttributeWishes.of(all, named.getValue()));
  }

  private static String ofDevice(Aspect aspect, JsonNode device) {
    return switch (aspect) {
      case NAME -> text(label(device));
      case TAGS -> sorted(device.path("tags"));
      case IPV4 -> text(ipv4(device));
      case ROUTES -> sorted(device.path("enabledRoutes"));
      case KEY_EXPIRY -> Boolean.toString(device.path("keyExpiryDisabled").asBoolean());
      case AUTHORIZED -> Boolean.toString(device.path("authorized").asBoolean());
      case POLICY, DNS, SETTING, ATTRIBUTE ->
          throw new IllegalArgumentException(aspect + " is not told with a device");
    };
  }

  /// The first label of the name in MagicDNS.
  static String label(JsonNode device) {
    String name = device.path("name").asText();
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  static String ipv4(JsonNode device) {
    for (JsonNode address : device.path("addresses")) {
      if (address.asText().indexOf(':') < 0) {
        return address.asText();
      }
    }
    return "";
  }

  static String text(String value) {
    return JSON.getNodeFactory().textNode(value).toString();
  }

  /// A value that was made as JSON.
  static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("values of steps are made as JSON", e);
    }
  }

  /// A list in one order, so that equal sets are equal texts.
  static String sorted(Iterable<JsonNode> texts) {
    TreeSet<String> sorted = new TreeSet<>();
    texts.forEach(text -> sorted.add(text.asText()));
    return list(sorted);
  }

  static String list(Iterable<String> sorted) {
    ArrayNode list = JSON.createArrayNode();
    sorted.forEach(list::add);
    return list.toString();
  }

  /// Own devices with the machine key that they proved.
  Map<String, List<JsonNode>> byMachineKey() {
    Map<String, List<JsonNode>> found = new HashMap<>();
    for (JsonNode device : devices.values()) {
      String key = device.path("machineKey").asText();
      if (!key.isEmpty()) {
        found.computeIfAbsent(key, _ -> new ArrayList<>()).add(device);
      }
    }
    return found;
  }

  /// The suffix of its names; empty where there is no device.
  String suffix() {
    return devices.values().stream()
        .map(device -> device.path("name").asText())
        .filter(name -> name.indexOf('.') > 0)
        .map(name -> name.substring(name.indexOf('.') + 1))
        .findFirst()
        .orElse("");
  }
}
