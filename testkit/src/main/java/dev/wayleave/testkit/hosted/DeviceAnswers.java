package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// The endpoints of devices.
final class DeviceAnswers {
  private static final List<String> ONLY_WITH_ALL_FIELDS =
      List.of(
          "advertisedRoutes",
          "enabledRoutes",
          "clientConnectivity",
          "sshEnabled",
          "postureIdentity",
          "distro",
          "multipleConnections");
  private static final HostedReply NO_DEVICE =
      HostedReply.error(404, "no such device or not yours");

  private final HostedTailnet tailnet;

  DeviceAnswers(HostedTailnet tailnet) {
    this.tailnet = tailnet;
  }

  HostedReply list(HostedQuestion question) {
    ObjectNode answer = tailnet.deviceList().deepCopy();
    if (!question.asks("fields", "all")) {
      answer.path("devices").forEach(device -> ((ObjectNode) device).remove(ONLY_WITH_ALL_FIELDS));
    }
    return HostedReply.json(answer);
  }

  /// @param rest what follows the id in the path
  HostedReply of(HostedQuestion question, String id, List<String> rest) {
    Optional<ObjectNode> found = tailnet.find(id);
    if (found.isEmpty()) {
      return NO_DEVICE;
    }
    ObjectNode device = found.get();
    boolean external = device.path("isExternal").asBoolean();
    if (rest.isEmpty()) {
      return whole(question, device, external);
    }
    if (external && !question.method().equals("GET")) {
      return HostedReply.error(501, "cannot change devices outside of your tailnet");
    }
    return switch (question.method() + " " + rest.getFirst()) {
      case "GET routes" -> routes(device);
      case "POST routes" -> setRoutes(question, device);
      case "POST authorized" -> copy(question, device, "authorized");
      case "POST key" -> copy(question, device, "keyExpiryDisabled");
      case "POST name" -> rename(question, device);
      case "POST tags" -> tag(question, device);
      case "POST ip" -> address(question, device);
      case "POST expire" -> done(device.put("expires", "2026-06-15T12:00:00Z"));
      case "GET attributes" -> HostedReply.json(tailnet.attributes(device));
      case "POST attributes" -> attribute(question, device, rest.getLast());
      case "DELETE attributes" -> removeAttribute(device, rest.getLast());
      case "GET device-invites" -> HostedReply.json(tailnet.invites(device));
      default -> HostedReply.of(404, "text/plain; charset=utf-8", "404 page not found\n");
    };
  }

  private HostedReply whole(HostedQuestion question, ObjectNode device, boolean external) {
    if (question.method().equals("GET")) {
      ObjectNode copy = device.deepCopy();
      if (!question.asks("fields", "all")) {
        copy.remove(ONLY_WITH_ALL_FIELDS);
      }
      return HostedReply.json(copy);
    }
    if (external) {
      return HostedReply.error(501, "cannot delete devices outside of your tailnet");
    }
    tailnet.remove(device);
    return HostedReply.done();
  }

  private static HostedReply routes(ObjectNode device) {
    ObjectNode answer = HostedSample.JSON.createObjectNode();
    answer.set("advertisedRoutes", device.path("advertisedRoutes"));
    answer.set("enabledRoutes", device.path("enabledRoutes"));
    return HostedReply.json(answer);
  }

  /// Enabling what is not advertised is legal: it is approved ahead.
  private static HostedReply setRoutes(HostedQuestion question, ObjectNode device) {
    device.set("enabledRoutes", HostedSample.parse(question.body()).path("routes"));
    return routes(device);
  }

  private static HostedReply copy(HostedQuestion question, ObjectNode device, String member) {
    JsonNode value = HostedSample.parse(question.body()).path(member);
    if (!value.isBoolean()) {
      return HostedReply.error(400, member + " must be a boolean");
    }
    return done((ObjectNode) device.set(member, value));
  }

  /// An empty name brings the hostname back; a name that is taken gets a number.
  private HostedReply rename(HostedQuestion question, ObjectNode device) {
    String asked = HostedSample.parse(question.body()).path("name").asText();
    String label = asked.isEmpty() ? device.path("hostname").asText() : asked;
    int dot = label.indexOf('.');
    String first = dot < 0 ? label : label.substring(0, dot);
    if (!first.matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")) {
      return HostedReply.error(400, "invalid machine name");
    }
    String name = first;
    for (int number = 1; taken(name, device); number++) {
      name = first + "-" + number;
    }
    return done(device.put("name", name + "." + HostedSample.SUFFIX));
  }

  private boolean taken(String label, ObjectNode device) {
    return tailnet
        .find(label)
        .filter(other -> !other.path("nodeId").equals(device.path("nodeId")))
        .isPresent();
  }

  private HostedReply tag(HostedQuestion question, ObjectNode device) {
    JsonNode asked = HostedSample.parse(question.body()).path("tags");
    Set<String> unknown = new TreeSet<>();
    asked.forEach(tag -> unknown.add(tag.asText()));
    unknown.removeAll(tailnet.policy().tags());
    if (!unknown.isEmpty()) {
      return HostedReply.error(
          400, "requested tags [%s] are invalid or not permitted".formatted(join(unknown)));
    }
    if (asked.isEmpty()) {
      device.remove("tags");
    } else {
      device.set("tags", asked);
    }
    return HostedReply.done();
  }

  private HostedReply address(HostedQuestion question, ObjectNode device) {
    String ipv4 = HostedSample.parse(question.body()).path("ipv4").asText();
    if (!ipv4.matches("100\\.(6[4-9]|[7-9][0-9]|1[01][0-9]|12[0-7])\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
      return HostedReply.error(400, "invalid ipv4 address");
    }
    for (JsonNode other : tailnet.devices()) {
      boolean same = other.path("nodeId").equals(device.path("nodeId"));
      if (!same && other.path("addresses").path(0).asText().equals(ipv4)) {
        return HostedReply.error(409, "address is already in use");
      }
    }
    ArrayNode addresses = (ArrayNode) device.get("addresses");
    addresses.remove(0);
    addresses.insert(0, ipv4);
    return HostedReply.done();
  }

  private HostedReply attribute(HostedQuestion question, ObjectNode device, String key) {
    if (!key.matches("custom:[A-Za-z0-9_]{1,43}")) {
      return HostedReply.error(400, "attribute keys begin with custom:");
    }
    JsonNode asked = HostedSample.parse(question.body());
    ObjectNode all = tailnet.attributes(device);
    ((ObjectNode) all.get("attributes")).set(key, asked.path("value"));
    if (asked.path("expiry").isTextual()) {
      ((ObjectNode) all.get("expiries")).set(key, asked.get("expiry"));
    }
    return HostedReply.json(all);
  }

  private HostedReply removeAttribute(ObjectNode device, String key) {
    ObjectNode all = tailnet.attributes(device);
    ((ObjectNode) all.get("attributes")).remove(key);
    ((ObjectNode) all.get("expiries")).remove(key);
    return HostedReply.done();
  }

  private static HostedReply done(ObjectNode changed) {
    return changed.isEmpty() ? NO_DEVICE : HostedReply.done();
  }

  private static String join(Set<String> tags) {
    return String.join(" ", tags);
  }
}
