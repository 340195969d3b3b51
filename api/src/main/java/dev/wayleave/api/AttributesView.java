package dev.wayleave.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What conditions of device postures are asked of a node.
///
/// @param attributes strings, numbers and booleans by name: `custom:` ones that somebody set and
///   `node:` ones that the client tells
/// @param expiries when attributes end; those that do not are not among them
public record AttributesView(Map<String, JsonNode> attributes, Map<String, Instant> expiries) {
  public AttributesView {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    expiries = Collections.unmodifiableMap(new TreeMap<>(expiries));
  }
}
