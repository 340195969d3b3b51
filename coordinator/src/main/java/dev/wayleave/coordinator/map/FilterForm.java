package dev.wayleave.coordinator.map;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.wire.CapGrant;
import dev.wayleave.protocol.wire.FilterRule;
import dev.wayleave.protocol.wire.PortDestination;
import dev.wayleave.protocol.wire.PortRange;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.network.FilterRule.CapabilityGrant;
import dev.wayleave.tailnet.policy.network.FilterRule.Destination;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Packet filters as clients are sent them.
final class FilterForm {
  private FilterForm() {}

  static List<FilterRule> of(List<dev.wayleave.tailnet.policy.network.FilterRule> rules) {
    return rules.stream().map(FilterForm::rule).toList();
  }

  private static FilterRule rule(dev.wayleave.tailnet.policy.network.FilterRule rule) {
    return switch (rule) {
      case dev.wayleave.tailnet.policy.network.FilterRule.Ports(
              var sources,
              var destinations,
              var protocols) ->
          new FilterRule(
              sources,
              destinations.stream().map(FilterForm::destination).toList(),
              protocols,
              List.of());
      case dev.wayleave.tailnet.policy.network.FilterRule.Capabilities(var sources, var grants) ->
          new FilterRule(
              sources, List.of(), List.of(), grants.stream().map(FilterForm::grant).toList());
    };
  }

  private static PortDestination destination(Destination destination) {
    return new PortDestination(
        destination.address(),
        new PortRange(destination.ports().first(), destination.ports().last()));
  }

  /// The names are sorted: a filter is sent again when its text changes, and must not change with
  /// the order in which a map is walked.
  private static CapGrant grant(CapabilityGrant grant) {
    Map<String, @Nullable List<JsonNode>> values = new LinkedHashMap<>();
    new TreeMap<>(grant.capabilities())
        .forEach((name, array) -> values.put(name, values(array).orElse(null)));
    return CapGrant.of(grant.destinations().stream().map(IpPrefix::toString).toList(), values);
  }

  private static Optional<List<JsonNode>> values(Optional<JsonArray> array) {
    return array.map(found -> {
      List<JsonNode> values = new ArrayList<>();
      CapabilityValues.read(found.toJson()).forEach(values::add);
      return values;
    });
  }
}
