package dev.wayleave.protocol.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// The two small objects of this room as JSON. Fields that are not known here are left alone.
final class JsonText {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private JsonText() {}

  /// Reads one object, or throws with a sentence that does not repeat the text.
  static JsonNode object(byte[] json) {
    JsonNode node;
    try {
      node = MAPPER.readTree(json);
    } catch (IOException notJson) {
      // The cause is dropped: its message repeats the text.
      throw new IllegalArgumentException("the text is not JSON");
    }
    if (node == null || !node.isObject()) {
      throw new IllegalArgumentException("the JSON is not an object");
    }
    return node;
  }

  /// The value of a field; one that is `null` is absent.
  static Optional<String> string(JsonNode object, String field) {
    JsonNode value = object.get(field);
    if (value == null || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw new IllegalArgumentException(field + " is not a string");
    }
    return Optional.of(value.textValue());
  }

  static String of(Map<String, String> fields) {
    try {
      return MAPPER.writeValueAsString(fields);
    } catch (JsonProcessingException e) {
      throw new AssertionError("strings can be written as JSON", e);
    }
  }
}
