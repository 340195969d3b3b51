package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One entry of `nodeAttrs`: what its targets get.
///
/// @param attributes capabilities by name, free text
/// @param app application capabilities by name, each with its list of values
/// @param ipPool where the targets' IPv4 addresses are taken from
public record NodeAttribute(
    String name,
    Position at,
    List<Selector> targets,
    List<String> attributes,
    Map<String, JsonArray> app,
    List<IpPrefix> ipPool) {
  public NodeAttribute {
    targets = List.copyOf(targets);
    attributes = List.copyOf(attributes);
    app = Collections.unmodifiableMap(new LinkedHashMap<>(app));
    ipPool = List.copyOf(ipPool);
  }
}
