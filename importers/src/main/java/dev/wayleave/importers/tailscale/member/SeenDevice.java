package dev.wayleave.importers.tailscale.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// What status and netmap say of a device alike.
final class SeenDevice {
  /// How Go writes a time that is not set.
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private SeenDevice() {}

  /// The full name as the API writes it, without the last dot.
  static String name(String dnsName) {
    return dnsName.endsWith(".") ? dnsName.substring(0, dnsName.length() - 1) : dnsName;
  }

  static boolean under(String dnsName, String suffix) {
    return name(dnsName)
        .toLowerCase(Locale.ROOT)
        .endsWith("." + name(suffix).toLowerCase(Locale.ROOT));
  }

  /// The numeric id, a decimal string in the API; older clients do not tell it.
  static void id(JsonNode id, ObjectNode device) {
    if (id.isIntegralNumber() && id.asLong() > 0) {
      device.put("id", id.asText());
    }
  }

  static void time(JsonNode from, String member, ObjectNode device, String name) {
    String time = ExportJson.text(from, member);
    if (!time.isEmpty() && !time.equals(NO_TIME)) {
      device.put(name, time);
    }
  }

  /// What may be sent to a device and is not its own address: its approved routes that are in use.
  static void routes(JsonNode allowed, JsonNode addresses, ObjectNode device) {
    Set<String> own = new HashSet<>();
    for (JsonNode address : ExportJson.each(addresses)) {
      String text = address.asText();
      own.add(text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"));
    }
    ArrayNode enabled = device.arrayNode();
    for (JsonNode prefix : ExportJson.each(allowed)) {
      if (!own.contains(prefix.asText())) {
        enabled.add(prefix);
      }
    }
    if (!enabled.isEmpty()) {
      device.set("enabledRoutes", enabled);
      device.set("advertisedRoutes", enabled.deepCopy());
    }
  }
}
