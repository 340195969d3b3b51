package dev.wayleave.coordinator.api.v1alpha;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.wayleave.api.AttributeRequest;
import dev.wayleave.api.AttributesView;
import dev.wayleave.tailnet.model.AttributeBounds;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.policy.attribute.DevicePostures;
import dev.wayleave.tailnet.policy.posture.Value;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Posture attributes as the API takes and shows them, within the hosted service's bounds.
final class NodeAttributes {
  private NodeAttributes() {}

  /// The name of an attribute that may be set.
  static String key(String text) {
    if (!AttributeBounds.isName(text)) {
      throw new BadInputException(
          "\""
              + text
              + "\" is no attribute that can be set; name one \"custom:NAME\", with letters, digits,"
              + " _ and : and "
              + AttributeBounds.LONGEST_NAME
              + " characters at most.");
    }
    return text;
  }

  static CustomAttribute attribute(AttributeRequest request) {
    JsonNode value = Input.required("value", request.value());
    if (!AttributeBounds.isValue(value)) {
      throw new BadInputException(
          "The field \"value\" is wrong: it is a boolean, a number up to 2^53 - 1, or a string of 1"
              + " to 50 letters, digits, _ and .");
    }
    return new CustomAttribute(value, request.expiry());
  }

  /// What a node has at a time, the client's own attributes included.
  static AttributesView view(Node node, Instant now) {
    Map<String, JsonNode> attributes = new HashMap<>();
    DevicePostures.facts(node).values().forEach((name, value) -> attributes.put(name, json(value)));
    Map<String, Instant> expiries = new HashMap<>();
    node.attributes()
        .forEach((name, attribute) -> {
          Instant expiry = attribute.expiry();
          if (expiry == null || expiry.isAfter(now)) {
            attributes.put(name, attribute.value());
          } else {
            attributes.remove(name);
          }
          if (expiry != null && expiry.isAfter(now)) {
            expiries.put(name, expiry);
          }
        });
    return new AttributesView(attributes, expiries);
  }

  private static JsonNode json(Value value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value) {
      case Value.Text(String text) -> json.textNode(text);
      case Value.Numeral(BigDecimal number) -> json.numberNode(number);
      case Value.Flag(boolean on) -> json.booleanNode(on);
      case Value.Untyped(String text) -> json.textNode(text);
    };
  }
}
