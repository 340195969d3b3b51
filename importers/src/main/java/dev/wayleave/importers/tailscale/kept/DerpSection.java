package dev.wayleave.importers.tailscale.kept;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonBoolean;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The relays that devices know on the old plane, which are served here too until the operator
/// switches: devices on both sides have to meet.
///
/// @param settings what is served
/// @param regions the same as one map of `RegionID`, `RegionCode` and `RegionName`; empty where
///   nothing is known
public record DerpSection(Optional<DerpSettings> settings, Optional<ObjectNode> regions) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  /// Puts the relays of the old plane and those of the policy together.
  ///
  /// @param map the map that the old plane gives its clients, JSON
  /// @param policy the policy, whose `derpMap` adds regions and takes others away
  public static DerpSection read(
      Optional<HostedFields> map, Optional<String> policy, ObjectNotes notes) {
    Optional<JsonObject> own = policy.flatMap(DerpSection::ofPolicy);
    boolean only = own.map(DerpSection::omitsDefaults).orElse(false);
    List<DerpSettings.MapFile> maps = new ArrayList<>();
    if (map.isPresent() && !only) {
      maps.add(new DerpSettings.MapFile("derp-map.json", map.get().compact()));
    }
    own.ifPresent(
        section -> maps.add(new DerpSettings.MapFile("acl.hujson derpMap", section.toJson())));
    if (map.isEmpty() && !only) {
      notes.action(
          "DERP_MAP_MISSING",
          "The relays of the old plane were not told, so that devices that have moved reach others"
              + " only directly.",
          "Save the map of the old plane as derp-map.json in the export folder.");
    }
    ObjectNode regions = JsonNodeFactory.instance.objectNode();
    if (map.isPresent() && !only) {
      take(map.get(), regions);
    }
    if (own.isPresent()) {
      take(HostedFields.of(parsed(own.get())), regions);
    }
    ObjectNode whole = JsonNodeFactory.instance.objectNode();
    whole.set("Regions", regions);
    return new DerpSection(
        maps.isEmpty()
            ? Optional.empty()
            : Optional.of(new DerpSettings(null, List.of(), maps, false, "")),
        regions.isEmpty() ? Optional.empty() : Optional.of(whole));
  }

  /// Whether a map tells any relay.
  public static boolean hasRegions(HostedFields map) {
    return any(map.json(), "Regions").properties().stream()
        .anyMatch(region -> region.getValue().isObject());
  }

  private static JsonNode parsed(JsonObject section) {
    try {
      return MAPPER.readTree(section.toJson());
    } catch (JsonProcessingException e) {
      throw new AssertionError("the policy's own parser writes standard JSON", e);
    }
  }

  /// Adds the regions of a map; one that is null takes the region of an earlier map away. The case
  /// of names does not matter to clients.
  private static void take(HostedFields map, ObjectNode regions) {
    for (Map.Entry<String, JsonNode> entry : any(map.json(), "Regions").properties()) {
      JsonNode region = entry.getValue();
      if (region.isNull()) {
        regions.remove(entry.getKey());
      } else if (entry.getKey().matches("[1-9][0-9]{0,8}")) {
        ObjectNode known = regions.putObject(entry.getKey());
        known.put("RegionID", Integer.parseInt(entry.getKey()));
        known.put("RegionCode", any(region, "RegionCode").asText());
        known.put("RegionName", any(region, "RegionName").asText());
      }
    }
  }

  private static JsonNode any(JsonNode object, String name) {
    return object.properties().stream()
        .filter(member -> member.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static Optional<JsonObject> ofPolicy(String text) {
    try {
      return PolicyText.parse(text).root() instanceof JsonObject root
          ? member(root, "derpMap").filter(JsonObject.class::isInstance).map(JsonObject.class::cast)
          : Optional.empty();
    } catch (PolicySyntaxException _) {
      // The policy's own finding tells of it.
      return Optional.empty();
    }
  }

  private static boolean omitsDefaults(JsonObject section) {
    return member(section, "omitDefaultRegions")
        .map(value -> value instanceof JsonBoolean flag && flag.value())
        .orElse(false);
  }

  private static Optional<Json> member(JsonObject object, String name) {
    return object.members().stream()
        .filter(member -> member.name().value().equalsIgnoreCase(name))
        .map(Member::value)
        .findFirst();
  }
}
