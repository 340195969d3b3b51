package dev.wayleave.importers.tailscale.relay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The regions of a DERP map, in the shape that hosted Tailscale publishes (`{"Regions": {"1":
/// {"RegionID": 1, "RegionCode": "nyc", "RegionName": "New York City"}}}`).
public final class RelayMap {
  /// One region; a map may call two alike, so names are no keys.
  record Region(int id, String code, String name) {}

  private final List<Region> regions;

  private RelayMap(List<Region> regions) {
    this.regions = List.copyOf(regions);
  }

  /// Reads a map from its JSON.
  ///
  /// @param place what to call the map in a sentence
  public static RelayMap read(InputStream body, Object place) throws SourceException {
    JsonNode tree;
    try {
      tree = ExportJson.MAPPER.readTree(body);
    } catch (IOException e) {
      throw new SourceException(place + " is not JSON; save the relay map again.", e);
    }
    JsonNode listed = tree == null ? ExportJson.object() : tree.path("Regions");
    List<Region> regions = new ArrayList<>();
    for (var entry : listed.properties()) {
      // A region set to null takes a default one away.
      if (entry.getValue().isObject()) {
        regions.add(region(entry.getKey(), entry.getValue(), place));
      }
    }
    if (regions.isEmpty()) {
      throw new SourceException(
          place + " holds no relay region; give a map with \"Regions\" as the plane serves it.");
    }
    return new RelayMap(regions);
  }

  private static Region region(String key, JsonNode region, Object place) throws SourceException {
    int id = region.path("RegionID").asInt();
    if (id <= 0 || !key.equals(Integer.toString(id))) {
      throw new SourceException(
          place + " calls region " + id + " \"" + key + "\"; the two must be the same number.");
    }
    return new Region(
        id, ExportJson.text(region, "RegionCode"), ExportJson.text(region, "RegionName"));
  }

  boolean has(int id) {
    return regions.stream().anyMatch(region -> region.id() == id);
  }

  /// Regions of a name; only where none has exactly this one, letters' case is disregarded.
  Set<Integer> named(String name) {
    return matching(name, Region::name);
  }

  Set<Integer> coded(String code) {
    return matching(code, Region::code);
  }

  private Set<Integer> matching(String text, Function<Region, String> of) {
    Set<Integer> exact = matching(text, of, String::equals);
    return exact.isEmpty() ? matching(text, of, String::equalsIgnoreCase) : exact;
  }

  private Set<Integer> matching(
      String text, Function<Region, String> of, BiPredicate<String, String> equal) {
    return regions.stream()
        .filter(region -> equal.test(of.apply(region), text))
        .map(Region::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
