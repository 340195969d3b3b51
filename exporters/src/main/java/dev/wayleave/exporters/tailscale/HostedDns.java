package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;

/// Writes DNS settings in one way, so that those that mean the same are equal as texts: the hosted
/// side tells members in an order of its own, and defaults or not.
final class HostedDns {
  private static final String EXIT_NODE = "useWithExitNode";

  private HostedDns() {}

  static ObjectNode canonical(JsonNode told) {
    ObjectNode dns = HostedState.JSON.createObjectNode();
    dns.set("nameservers", resolvers(told.path("nameservers")));
    ObjectNode split = dns.putObject("splitDNS");
    sorted(told.path("splitDNS")).forEach((domain, list) -> split.set(domain, resolvers(list)));
    ArrayNode search = dns.putArray("searchPaths");
    told.path("searchPaths").forEach(search::add);
    ObjectNode preferences = dns.putObject("preferences");
    for (String flag : new String[] {"overrideLocalDNS", "magicDNS"}) {
      preferences.put(flag, told.path("preferences").path(flag).asBoolean());
    }
    rest(told.path("preferences"), preferences);
    rest(told, dns);
    return dns;
  }

  private static ArrayNode resolvers(JsonNode told) {
    ArrayNode resolvers = HostedState.JSON.createArrayNode();
    for (JsonNode one : told) {
      ObjectNode resolver = resolvers.addObject();
      resolver.set("address", one.path("address"));
      rest(one, resolver);
      if (!resolver.path(EXIT_NODE).asBoolean()) {
        resolver.remove(EXIT_NODE);
      }
    }
    return resolvers;
  }

  private static void rest(JsonNode told, ObjectNode into) {
    sorted(told)
        .forEach((name, value) -> {
          if (!into.has(name) && !value.isNull()) {
            into.set(name, value);
          }
        });
  }

  private static Map<String, JsonNode> sorted(JsonNode object) {
    Map<String, JsonNode> members = new TreeMap<>();
    object.properties().forEach(member -> members.put(member.getKey(), member.getValue()));
    return members;
  }
}
