package dev.wayleave.importers.tailscale.member;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.shape.ExportJson;

/// The DNS settings that a member gets (tailcfg: DNSConfig), as the API gives them for the tailnet.
final class NetmapDns {
  private NetmapDns() {}

  static ObjectNode configuration(JsonNode served) {
    boolean overrides = !served.path("Resolvers").isEmpty();
    boolean magic = served.path("Proxied").asBoolean();
    ObjectNode body = ExportJson.object();
    body.set(
        "nameservers",
        servers(overrides ? served.path("Resolvers") : served.path("FallbackResolvers")));
    ObjectNode split = body.putObject("splitDNS");
    for (var route : served.path("Routes").properties()) {
      // A route to nobody is answered by the client itself: MagicDNS and reverse names.
      if (!route.getValue().isEmpty()) {
        split.set(route.getKey(), servers(route.getValue()));
      }
    }
    body.set("searchPaths", searchPaths(served, magic));
    body.putObject("preferences").put("overrideLocalDNS", overrides).put("magicDNS", magic);
    return body;
  }

  private static ArrayNode servers(JsonNode resolvers) {
    ArrayNode servers = ExportJson.MAPPER.createArrayNode();
    for (JsonNode resolver : ExportJson.each(resolvers)) {
      ObjectNode server = servers.addObject();
      ExportJson.copy(resolver, server, "Addr", "address", "UseWithExitNode", "useWithExitNode");
    }
    return servers;
  }

  /// With MagicDNS the first search domain is the tailnet's own, which is not a setting.
  private static ArrayNode searchPaths(JsonNode served, boolean magic) {
    ArrayNode paths = ExportJson.MAPPER.createArrayNode();
    boolean first = magic;
    for (JsonNode domain : ExportJson.each(served.path("Domains"))) {
      if (!first) {
        paths.add(domain);
      }
      first = false;
    }
    return paths;
  }
}
