package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Capabilities by name, with their values as the wire has them.
final class CapabilityValues {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private CapabilityValues() {}

  /// Capabilities with values as JSON texts; without any the wire has null.
  static Map<String, @Nullable List<JsonNode>> wire(Map<String, List<String>> capabilities) {
    Map<String, @Nullable List<JsonNode>> wire =
        LinkedHashMap.newLinkedHashMap(capabilities.size());
    capabilities.forEach((name, values) -> wire.put(name, values.isEmpty() ? null : read(values)));
    return wire;
  }

  private static List<JsonNode> read(List<String> values) {
    List<JsonNode> read = new ArrayList<>();
    values.forEach(value -> read.add(read(value)));
    return read;
  }

  /// Reads a value that the policy language wrote.
  static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("values of capabilities are written as JSON", e);
    }
  }
}
