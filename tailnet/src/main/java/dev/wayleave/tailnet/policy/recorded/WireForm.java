package dev.wayleave.tailnet.policy.recorded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.policy.network.FilterRule;
import dev.wayleave.tailnet.policy.network.FilterRule.CapabilityGrant;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Rules as clients are sent them.
final class WireForm {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private WireForm() {}

  static void filter(ArrayNode out, List<FilterRule> rules) {
    for (FilterRule rule : rules) {
      ObjectNode json = out.addObject();
      rule.sources().forEach(json.putArray("SrcIPs")::add);
      switch (rule) {
        case FilterRule.Ports ports -> ports(json, ports);
        case FilterRule.Capabilities(_, var grants) -> {
          ArrayNode array = json.putArray("CapGrant");
          grants.forEach(grant -> grant(array.addObject(), grant));
        }
      }
    }
  }

  private static void ports(ObjectNode json, FilterRule.Ports rule) {
    ArrayNode destinations = json.putArray("DstPorts");
    for (FilterRule.Destination destination : rule.destinations()) {
      ObjectNode entry = destinations.addObject().put("IP", destination.address());
      entry
          .putObject("Ports")
          .put("First", destination.ports().first())
          .put("Last", destination.ports().last());
    }
    if (!rule.protocols().isEmpty()) {
      rule.protocols().forEach(json.putArray("IPProto")::add);
    }
  }

  private static void grant(ObjectNode json, CapabilityGrant grant) {
    ArrayNode destinations = json.putArray("Dsts");
    grant.destinations().forEach(prefix -> destinations.add(prefix.toString()));
    ObjectNode capabilities = json.putObject("CapMap");
    grant.capabilities().forEach((name, values) -> capabilities.set(name, values(values)));
  }

  /// Capabilities by name, each with its values as JSON texts.
  static void capabilities(ObjectNode out, Map<String, List<String>> capabilities) {
    capabilities.forEach((name, values) -> {
      if (values.isEmpty()) {
        out.putNull(name);
      } else {
        ArrayNode array = out.putArray(name);
        values.forEach(value -> array.add(read(value)));
      }
    });
  }

  private static JsonNode values(Optional<JsonArray> values) {
    return values.map(JsonArray::toJson).map(WireForm::read).orElseGet(NullNode::getInstance);
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new AssertionError("values are JSON: " + json, e);
    }
  }
}
