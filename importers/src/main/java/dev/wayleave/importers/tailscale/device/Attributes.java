package dev.wayleave.importers.tailscale.device;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.model.CustomAttribute;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Posture attributes of one device: what somebody set is carried, what the device says of itself
/// is told anew by the device, and what another service said is lost.
final class Attributes {
  private static final String CUSTOM = "custom:";
  private static final String OWN = "node:";

  private Attributes() {}

  /// The attributes, with or without their envelope; every name of one has a colon.
  private static List<Map.Entry<String, JsonNode>> members(HostedFields body) {
    return body.has("attributes")
        ? body.members("attributes")
        : body.json().properties().stream().filter(it -> it.getKey().indexOf(':') > 0).toList();
  }

  static Map<String, CustomAttribute> read(HostedFields body, ObjectNotes notes) {
    Map<String, CustomAttribute> attributes = new TreeMap<>();
    List<String> others = new ArrayList<>();
    HostedFields expiries = body.object("expiries");
    for (Map.Entry<String, JsonNode> member : members(body)) {
      String name = member.getKey();
      JsonNode value = member.getValue();
      boolean plain = value.isTextual() || value.isNumber() || value.isBoolean();
      if (!name.startsWith(CUSTOM)) {
        if (!name.startsWith(OWN)) {
          others.add(name);
        }
      } else if (plain) {
        Instant expiry = expiries.time(name, notes);
        attributes.put(name, new CustomAttribute(value, expiry));
      } else {
        notes.lossy(
            "ATTRIBUTE_UNREADABLE",
            "The attribute " + HostedNotes.quoted(name) + " is neither text, number nor boolean.",
            "Set it again after the migration.");
      }
    }
    if (!others.isEmpty()) {
      notes.lossy(
          "ATTRIBUTES_OF_INTEGRATION",
          "These attributes come from another service: " + String.join(", ", others) + ".",
          "Write conditions of the policy without them, or set custom attributes in their place.");
    }
    return attributes;
  }
}
