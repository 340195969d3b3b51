package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.IpPrefix;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Whose advertisements are approved without an administrator.
///
/// @param routes who may route a prefix and everything within it
/// @param services who may serve `svc:NAME` or the services with a tag, by that text
public record AutoApprovers(
    Map<IpPrefix, List<Selector>> routes,
    List<Selector> exitNode,
    Map<String, List<Selector>> services) {
  public static final AutoApprovers NONE = new AutoApprovers(Map.of(), List.of(), Map.of());

  public AutoApprovers {
    routes = Collections.unmodifiableMap(new LinkedHashMap<>(routes));
    exitNode = List.copyOf(exitNode);
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
  }
}
