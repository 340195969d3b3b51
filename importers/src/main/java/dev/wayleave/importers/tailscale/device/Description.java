package dev.wayleave.importers.tailscale.device;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import java.util.List;

/// What a device would say of itself, as far as the API passes it on.
///
/// Postures and the peers of a device that has not moved go by it; the device sends its own when it
/// comes.
final class Description {
  private Description() {}

  static String of(HostedFields fields) {
    ObjectNode info = fields.object(DeviceMembers.HOSTINFO).json().deepCopy();
    put(info, "IPNVersion", fields.text("clientVersion"));
    put(info, "OS", fields.text("os"));
    HostedFields distro = fields.object("distro");
    put(info, "Distro", distro.text("name"));
    put(info, "DistroVersion", distro.text("version"));
    put(info, "DistroCodeName", distro.text("codeName"));
    put(info, "Hostname", fields.text("hostname"));
    if (fields.flag("blocksIncomingConnections")) {
      info.put("ShieldsUp", true);
    }
    List<String> routes = Devices.advertised(fields);
    if (!routes.isEmpty()) {
      ArrayNode list = info.putArray("RoutableIPs");
      routes.forEach(list::add);
    }
    return info.toString();
  }

  private static void put(ObjectNode info, String name, String value) {
    if (!value.isEmpty()) {
      info.put(name, value);
    }
  }
}
