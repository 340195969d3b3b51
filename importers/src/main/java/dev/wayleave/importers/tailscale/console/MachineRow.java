package dev.wayleave.importers.tailscale.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// One machine of the table in the shape of the API's device.
final class MachineRow {
  private static final Set<String> TAKEN = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);

  static {
    TAKEN.addAll(Set.of(Columns.NAME, Columns.ID, Columns.OWNER, Columns.SYSTEM, Columns.DOMAIN));
    TAKEN.addAll(Set.of(Columns.VERSION, Columns.TAGS, Columns.CREATED, Columns.SEEN));
    TAKEN.addAll(Set.of(Columns.EXPIRY, Columns.ADDRESSES, Columns.ENDPOINTS, Columns.SSH));
    TAKEN.addAll(Set.of(Columns.APPROVED, Columns.UNAPPROVED));
    TAKEN.addAll(Set.of(Columns.EPHEMERAL, Columns.SHARED_IN));
  }

  private final Map<String, String> row;

  MachineRow(Map<String, String> row) {
    this.row = row;
  }

  String name() {
    return field(Columns.DOMAIN);
  }

  /// What to call it in a sentence.
  String label() {
    return ExportJson.shown("device " + field(Columns.ID) + " (" + field(Columns.NAME) + ")");
  }

  boolean external() {
    return yes(Columns.SHARED_IN);
  }

  boolean exitNode() {
    return yes(Columns.EXIT_NODE);
  }

  ObjectNode device() {
    ObjectNode device = ExportJson.object();
    device.put("nodeId", field(Columns.ID)).put("name", name());
    device.put("hostname", field(Columns.NAME));
    put(device, "os", Columns.SYSTEM);
    put(device, "clientVersion", Columns.VERSION);
    put(device, "created", Columns.CREATED);
    put(device, "lastSeen", Columns.SEEN);
    put(device, "expires", Columns.EXPIRY);
    device.put("keyExpiryDisabled", field(Columns.EXPIRY).isEmpty());
    // A tagged machine is managed by nobody; the API names then who registered it.
    String owner = field(Columns.OWNER);
    device.put("user", owner.isEmpty() ? field(Columns.CREATOR) : owner);
    device.set("addresses", list(Columns.ADDRESSES));
    if (!field(Columns.TAGS).isEmpty()) {
      device.set("tags", list(Columns.TAGS));
    }
    if (!field(Columns.ENDPOINTS).isEmpty()) {
      device.set(DeviceMembers.ENDPOINTS, list(Columns.ENDPOINTS));
    }
    routes(device);
    device.put("isExternal", external()).put("isEphemeral", yes(Columns.EPHEMERAL));
    device.put("sshEnabled", yes(Columns.SSH)).put("authorized", true);
    ObjectNode rest = ExportJson.object();
    row.forEach((heading, value) -> {
      if (!TAKEN.contains(heading) && !value.isEmpty()) {
        rest.put(heading, value);
      }
    });
    if (!rest.isEmpty()) {
      device.set(DeviceMembers.COLUMNS, rest);
    }
    return device;
  }

  /// An exit node is advertised; whether it is approved is not in the table, and is not guessed.
  private void routes(ObjectNode device) {
    ArrayNode approved = list(Columns.APPROVED);
    ArrayNode advertised = approved.deepCopy().addAll(list(Columns.UNAPPROVED));
    if (exitNode()) {
      advertised.add("0.0.0.0/0").add("::/0");
    }
    if (!advertised.isEmpty()) {
      device.set("enabledRoutes", approved);
      device.set("advertisedRoutes", advertised);
    }
  }

  private void put(ObjectNode device, String member, String column) {
    if (!field(column).isEmpty()) {
      device.put(member, field(column));
    }
  }

  private ArrayNode list(String column) {
    ArrayNode list = ExportJson.MAPPER.createArrayNode();
    for (String part : field(column).split("[,\\s]+", -1)) {
      if (!part.isEmpty()) {
        list.add(part);
      }
    }
    return list;
  }

  private boolean yes(String column) {
    String value = field(column).toLowerCase(Locale.ROOT);
    return !value.isEmpty() && !value.equals("false") && !value.equals("no");
  }

  private String field(String column) {
    String value = row.get(column);
    return value == null ? "" : value.strip();
  }
}
