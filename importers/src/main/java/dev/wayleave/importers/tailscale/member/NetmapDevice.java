package dev.wayleave.importers.tailscale.member;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;
import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.importers.tailscale.shape.ExportJson;

/// A node of a netmap (tailcfg: Node) in the shape of the API's device.
final class NetmapDevice {
  /// The address of which the port was the home region, before there was a member for it.
  private static final String LEGACY_DERP = "127.3.3.40:";

  private NetmapDevice() {}

  static ObjectNode of(JsonNode node, String machineKey, String login, boolean external) {
    ObjectNode device = ExportJson.object();
    copy(node, device, "StableID", "nodeId", "Key", "nodeKey", "Tags", "tags");
    copy(node, device, "MachineAuthorized", "authorized", "Online", "connectedToControl");
    copy(node, device, "DiscoKey", DeviceMembers.DISCO_KEY);
    copy(node, device, "Endpoints", DeviceMembers.ENDPOINTS);
    SeenDevice.id(node.path("ID"), device);
    device.put("name", SeenDevice.name(text(node, "Name")));
    device.put("user", login).put("isExternal", external);
    if (!machineKey.isEmpty()) {
      device.put("machineKey", machineKey);
    }
    device.set("addresses", addresses(node.path("Addresses")));
    SeenDevice.time(node, "Created", device, "created");
    SeenDevice.time(node, "LastSeen", device, "lastSeen");
    SeenDevice.time(node, "KeyExpiry", device, "expires");
    SeenDevice.routes(node.path("AllowedIPs"), node.path("Addresses"), device);
    home(node, device);
    hostinfo(node.path("Hostinfo"), device);
    return device;
  }

  private static ArrayNode addresses(JsonNode prefixes) {
    ArrayNode addresses = ExportJson.MAPPER.createArrayNode();
    for (JsonNode prefix : ExportJson.each(prefixes)) {
      addresses.add(prefix.asText().replaceFirst("/.*", ""));
    }
    return addresses;
  }

  private static void home(JsonNode node, ObjectNode device) {
    String legacy = text(node, "DERP");
    int region =
        legacy.startsWith(LEGACY_DERP)
            ? number(legacy.substring(LEGACY_DERP.length()))
            : node.path("HomeDERP").asInt();
    if (region > 0) {
      device.put(DeviceMembers.HOME_DERP, region);
    }
  }

  private static int number(String text) {
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }

  private static void hostinfo(JsonNode hostinfo, ObjectNode device) {
    if (!hostinfo.isObject()) {
      return;
    }
    copy(hostinfo, device, "Hostname", "hostname", "OS", "os", "IPNVersion", "clientVersion");
    copy(hostinfo, device, "RoutableIPs", "advertisedRoutes");
    if (!hostinfo.path("sshHostKeys").isEmpty()) {
      device.put("sshEnabled", true);
    }
    if (hostinfo.has("ShieldsUp")) {
      device.put("blocksIncomingConnections", hostinfo.path("ShieldsUp").asBoolean());
    }
    device.set(DeviceMembers.HOSTINFO, hostinfo);
  }
}
