package dev.wayleave.importers.tailscale.member;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedItems;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.importers.tailscale.shape.JsonOutline;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a member's netmap adds to an export that has the same devices: their home relays, disco
/// keys and endpoints, and the map of the relays.
///
/// A device is found by its node key, which no two devices share.
public final class MemberView {
  /// A member that was not asked.
  public static final MemberView NONE = new MemberView(null, Map.of(), Optional.empty());

  private static final List<String> ADDED =
      List.of(DeviceMembers.DISCO_KEY, DeviceMembers.HOME_DERP, DeviceMembers.ENDPOINTS);

  private final @Nullable Path file;
  private final Map<String, ObjectNode> byNodeKey;
  private final Optional<HostedFields> relays;

  private MemberView(
      @Nullable Path file, Map<String, ObjectNode> byNodeKey, Optional<HostedFields> relays) {
    this.file = file;
    this.byNodeKey = byNodeKey;
    this.relays = relays;
  }

  /// Whether a file is a netmap.
  public static boolean isNetmap(Path file) {
    try {
      return isNetmap(JsonOutline.of(file));
    } catch (IOException _) {
      // Whoever reads it as something else tells what is wrong with it.
      return false;
    }
  }

  public static boolean isNetmap(JsonOutline outline) {
    return outline.hasAll("NodeKey", "Peers");
  }

  public static MemberView of(Path netmap) throws SourceException {
    HostedExport export = MemberNetmap.read(netmap).export();
    try (InputStream devices = export.open(Section.DEVICES).orElseThrow()) {
      Map<String, ObjectNode> byNodeKey = new HashMap<>();
      new HostedItems(netmap.toString(), Section.DEVICES.envelope())
          .each(devices, device -> byNodeKey.put(device.text("nodeKey"), added(device)));
      Optional<InputStream> map = export.open(Section.DERP_MAP);
      return new MemberView(
          netmap,
          byNodeKey,
          map.isEmpty()
              ? Optional.empty()
              : Optional.of(new HostedItems(netmap.toString(), "").object(map.get())));
    } catch (IOException e) {
      throw ExportJson.trouble(netmap, e);
    }
  }

  private static ObjectNode added(HostedFields device) {
    return device.json().deepCopy().retain(ADDED);
  }

  /// Whether this is what the file holds.
  public boolean isOf(@Nullable Path other) {
    return file != null && file.equals(other);
  }

  public Optional<HostedFields> relays() {
    return relays;
  }

  /// A device with what the member knows of it.
  public HostedFields with(HostedFields device) {
    ObjectNode known = byNodeKey.get(device.text("nodeKey"));
    if (known == null) {
      return device;
    }
    ObjectNode both = known.deepCopy();
    both.setAll(device.json());
    return new HostedFields(both);
  }
}
