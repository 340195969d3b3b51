package dev.wayleave.importers.tailscale.terraform;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;
import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.ListBody;
import dev.wayleave.importers.tailscale.shape.OneTailnet;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Devices of a state: those that data sources looked up, with what resources set on them.
final class StateDevices {
  private final Path file;
  private final Map<String, ObjectNode> devices = new LinkedHashMap<>();
  private final Map<String, ObjectNode> byEitherId = new HashMap<>();
  private final List<StateObject> settings = new ArrayList<>();

  StateDevices(Path file) {
    this.file = file;
  }

  /// Takes an object if it is about devices.
  boolean take(StateObject object) {
    switch (object.type()) {
      case "tailscale_devices" ->
          ExportJson.each(object.attributes().path("devices")).forEach(this::lookedUp);
      case "tailscale_device" -> lookedUp(object.attributes());
      case "tailscale_device_authorization",
          "tailscale_device_key",
          "tailscale_device_tags",
          "tailscale_device_subnet_routes" ->
          settings.add(object);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void lookedUp(JsonNode attributes) {
    ObjectNode device = ExportJson.object();
    copy(attributes, device, "id", "id", "node_id", "nodeId", "name", "name");
    copy(attributes, device, "hostname", "hostname", "addresses", "addresses", "user", "user");
    copy(attributes, device, "machine_key", "machineKey", "node_key", "nodeKey", "os", "os");
    copy(attributes, device, "client_version", "clientVersion", "created", "created");
    copy(attributes, device, "last_seen", "lastSeen", "expires", "expires");
    copy(attributes, device, "authorized", "authorized", "is_external", "isExternal");
    copy(attributes, device, "key_expiry_disabled", "keyExpiryDisabled");
    copy(attributes, device, "update_available", "updateAvailable");
    copy(attributes, device, "blocks_incoming_connections", "blocksIncomingConnections");
    copy(attributes, device, "tailnet_lock_error", "tailnetLockError");
    copy(attributes, device, "tailnet_lock_key", "tailnetLockKey");
    if (!attributes.path("tags").isEmpty()) {
      copy(attributes, device, "tags", "tags");
    }
    String id = text(device, "nodeId").isEmpty() ? text(device, "id") : text(device, "nodeId");
    if (id.isEmpty()) {
      return;
    }
    devices.put(id, device);
    byEitherId.put(text(device, "id"), device);
    byEitherId.put(text(device, "nodeId"), device);
  }

  /// The devices, after every object was taken.
  ListBody list(List<Finding> findings) throws SourceException {
    for (StateObject setting : settings) {
      set(setting, findings);
    }
    OneTailnet tailnet = new OneTailnet(file);
    ListBody list = new ListBody(Section.DEVICES);
    for (ObjectNode device : devices.values()) {
      if (!device.path("isExternal").asBoolean()) {
        tailnet.device(text(device, "name"));
      }
      list.add(device);
    }
    return list;
  }

  private void set(StateObject setting, List<Finding> findings) {
    JsonNode attributes = setting.attributes();
    String id = text(attributes, "device_id");
    @Nullable ObjectNode device = byEitherId.get(id);
    if (device == null) {
      findings.add(StateFindings.unknownDevice(file, setting, id));
      return;
    }
    switch (setting.type()) {
      case "tailscale_device_authorization" -> copy(attributes, device, "authorized", "authorized");
      case "tailscale_device_key" ->
          copy(attributes, device, "key_expiry_disabled", "keyExpiryDisabled");
      case "tailscale_device_tags" -> copy(attributes, device, "tags", "tags");
      default ->
          // What is enabled is advertised, or was approved ahead of that.
          copy(attributes, device, "routes", "enabledRoutes", "routes", "advertisedRoutes");
    }
  }
}
