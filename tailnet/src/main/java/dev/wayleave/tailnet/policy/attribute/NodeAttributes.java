package dev.wayleave.tailnet.policy.attribute;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.NodeAttribute;
import dev.wayleave.tailnet.policy.syntax.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The section `nodeAttrs` of a policy: which device has which attributes.
///
/// Names in `attr` are passed on as they are, known or not. What stands under one name in `app` of
/// several entries is one list, in their order; that is how app connectors get their configuration
/// (`tailscale.com/app-connectors`).
final class NodeAttributes {
  private record Entry(NodeAttribute attribute, Targets targets) {}

  private final List<Entry> entries;

  NodeAttributes(Resolver resolver) {
    entries =
        resolver.policy().nodeAttributes().stream()
            .map(attribute -> new Entry(attribute, Targets.of(attribute.targets(), resolver)))
            .toList();
  }

  /// Name to values as JSON texts.
  Map<String, List<String>> of(Device device) {
    Map<String, List<String>> found = new TreeMap<>();
    for (Entry entry : entries) {
      if (entry.targets().include(device)) {
        add(entry.attribute(), found);
      }
    }
    found.replaceAll((_, values) -> List.copyOf(values));
    return found;
  }

  private static void add(NodeAttribute attribute, Map<String, List<String>> found) {
    for (String name : attribute.attributes()) {
      found.computeIfAbsent(name, _ -> new ArrayList<>());
    }
    attribute
        .app()
        .forEach((name, values) -> {
          List<String> list = found.computeIfAbsent(name, _ -> new ArrayList<>());
          values.elements().stream().map(Json::toJson).forEach(list::add);
        });
  }

  /// Whether a device has an attribute of that name.
  boolean gives(String name, Device device) {
    return entries.stream()
        .filter(entry -> entry.attribute().attributes().contains(name))
        .anyMatch(entry -> entry.targets().include(device));
  }
}
