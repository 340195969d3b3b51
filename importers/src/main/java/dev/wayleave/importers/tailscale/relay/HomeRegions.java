package dev.wayleave.importers.tailscale.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Resolves the home regions of devices against the relay map of the plane that they are on.
///
/// A member's netmap tells the region by its id. The API tells round-trip times by the region's
/// name, of which one is preferred; that is the home.
public final class HomeRegions {
  private final RelayMap map;

  public HomeRegions(RelayMap map) {
    this.map = map;
  }

  /// The home of a device, or why it is not known.
  ///
  /// @param object what to call the device in a finding
  /// @param device the device as the API or another kind of export gives it
  public Home of(String object, JsonNode device) {
    int told = device.path(DeviceMembers.HOME_DERP).asInt();
    if (told > 0) {
      return map.has(told)
          ? new Home.Region(told)
          : unresolved(object, "its home relay, region " + told + ", is not in the relay map");
    }
    JsonNode connectivity = device.path("clientConnectivity");
    List<String> preferred = preferred(connectivity.path("latency"));
    if (preferred.size() > 1) {
      return unresolved(object, "it prefers several relays at once (" + shown(preferred) + ")");
    }
    if (!preferred.isEmpty()) {
      return one(object, preferred.getFirst(), map.named(preferred.getFirst()));
    }
    String text = ExportJson.text(connectivity, "derp");
    return text.isEmpty()
        ? unresolved(object, "the export does not tell its home relay")
        : one(object, text, texts(text));
  }

  /// The home of a device where no map of relays is known.
  public static Home withoutMap(String object) {
    return unresolved(object, "the relays of the old plane were not told");
  }

  private static List<String> preferred(JsonNode latency) {
    List<String> names = new ArrayList<>();
    for (var region : latency.properties()) {
      if (region.getValue().path("preferred").asBoolean()) {
        names.add(region.getKey());
      }
    }
    return names;
  }

  /// A text of any form: an id, a code as in a status, a name.
  private Set<Integer> texts(String text) {
    if (text.matches("[1-9]\\d{0,8}")) {
      int id = Integer.parseInt(text);
      return map.has(id) ? Set.of(id) : Set.of();
    }
    Set<Integer> coded = map.coded(text);
    return coded.isEmpty() ? map.named(text) : coded;
  }

  private static Home one(String object, String text, Set<Integer> ids) {
    if (ids.size() == 1) {
      return new Home.Region(ids.iterator().next());
    }
    return unresolved(
        object,
        ids.isEmpty()
            ? "its home relay " + shown(List.of(text)) + " is not in the relay map"
            : "its home relay "
                + shown(List.of(text))
                + " is the name of several regions "
                + new TreeSet<>(ids));
  }

  private static Home unresolved(String object, String why) {
    return new Home.Unresolved(
        Finding.action(
            "HOME_RELAY_UNKNOWN",
            object,
            "Devices that have moved cannot reach it by relay before it has moved too: "
                + why
                + ".",
            "Give the plane's own relay map with --derp-map or a member's netmap, or move it in the"
                + " first wave."));
  }

  /// Names come from devices and maps: no control character of theirs reaches a terminal.
  private static String shown(List<String> texts) {
    return ExportJson.shown(String.join(", ", texts));
  }
}
