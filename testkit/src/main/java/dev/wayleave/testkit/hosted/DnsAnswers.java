package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/// The endpoints of DNS: all at once, and the older ones for each part.
final class DnsAnswers {
  private static final HostedReply NEEDS_NAMESERVER =
      HostedReply.error(400, "need at least one nameserver to enable MagicDNS");

  private final HostedTailnet tailnet;

  DnsAnswers(HostedTailnet tailnet) {
    this.tailnet = tailnet;
  }

  HostedReply of(HostedQuestion question, String what) {
    ObjectNode dns = tailnet.part("dns-configuration");
    boolean asks = question.method().equals("GET");
    JsonNode body =
        asks || question.body().isEmpty()
            ? HostedSample.JSON.createObjectNode()
            : HostedSample.parse(question.body());
    return switch (what) {
      case "configuration" -> asks ? HostedReply.json(dns) : replace(dns, body);
      case "nameservers" -> asks ? nameservers(dns) : setNameservers(dns, body);
      case "preferences" -> asks ? preferences(dns) : setPreferences(dns, body);
      case "searchpaths" -> asks ? searchPaths(dns) : setSearchPaths(dns, body);
      case "split-dns" -> asks ? split(dns) : setSplit(question, dns, body);
      default -> HostedReply.of(404, "text/plain; charset=utf-8", "404 page not found\n");
    };
  }

  private static HostedReply replace(ObjectNode dns, JsonNode body) {
    if (body.path("preferences").path("magicDNS").asBoolean()
        && body.path("nameservers").isEmpty()) {
      return NEEDS_NAMESERVER;
    }
    dns.removeAll();
    for (String member : List.of("preferences", "searchPaths", "splitDNS", "nameservers")) {
      if (body.has(member)) {
        dns.set(member, body.path(member).deepCopy());
      }
    }
    dns.path("nameservers").forEach(DnsAnswers::complete);
    dns.path("splitDNS").forEach(domain -> domain.forEach(DnsAnswers::complete));
    return HostedReply.json(dns);
  }

  /// It is told in an order of its own, with what was left out.
  private static void complete(JsonNode resolver) {
    ObjectNode told = (ObjectNode) resolver;
    JsonNode address = told.remove("address");
    if (!told.has("useWithExitNode")) {
      told.put("useWithExitNode", false);
    }
    told.set("address", address);
  }

  private static HostedReply nameservers(ObjectNode dns) {
    ObjectNode answer = HostedSample.JSON.createObjectNode();
    answer.set("dns", addresses(dns.path("nameservers")));
    return HostedReply.json(answer);
  }

  /// Clearing them all turns MagicDNS off.
  private static HostedReply setNameservers(ObjectNode dns, JsonNode body) {
    dns.set("nameservers", resolvers(body.path("dns")));
    ObjectNode preferences = (ObjectNode) dns.get("preferences");
    if (body.path("dns").isEmpty()) {
      preferences.put("magicDNS", false);
    }
    ObjectNode answer = HostedSample.JSON.createObjectNode();
    answer.set("dns", body.path("dns"));
    answer.set("magicDNS", preferences.path("magicDNS"));
    return HostedReply.json(answer);
  }

  private static HostedReply preferences(ObjectNode dns) {
    ObjectNode answer = HostedSample.JSON.createObjectNode();
    answer.set("magicDNS", dns.path("preferences").path("magicDNS"));
    return HostedReply.json(answer);
  }

  private static HostedReply setPreferences(ObjectNode dns, JsonNode body) {
    if (body.path("magicDNS").asBoolean() && dns.path("nameservers").isEmpty()) {
      return NEEDS_NAMESERVER;
    }
    ((ObjectNode) dns.get("preferences")).set("magicDNS", body.path("magicDNS"));
    return preferences(dns);
  }

  private static HostedReply searchPaths(ObjectNode dns) {
    ObjectNode answer = HostedSample.JSON.createObjectNode();
    answer.set("searchPaths", dns.path("searchPaths"));
    return HostedReply.json(answer);
  }

  private static HostedReply setSearchPaths(ObjectNode dns, JsonNode body) {
    dns.set("searchPaths", body.path("searchPaths"));
    return searchPaths(dns);
  }

  private static HostedReply split(ObjectNode dns) {
    ObjectNode answer = HostedSample.JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> domain : dns.path("splitDNS").properties()) {
      answer.set(domain.getKey(), addresses(domain.getValue()));
    }
    return HostedReply.json(answer);
  }

  /// PUT replaces all, PATCH the domains named; null takes one away.
  private static HostedReply setSplit(HostedQuestion question, ObjectNode dns, JsonNode body) {
    ObjectNode domains = (ObjectNode) dns.get("splitDNS");
    if (question.method().equals("PUT")) {
      domains.removeAll();
    }
    for (Map.Entry<String, JsonNode> domain : body.properties()) {
      if (domain.getValue().isNull()) {
        domains.remove(domain.getKey());
      } else {
        domains.set(domain.getKey(), resolvers(domain.getValue()));
      }
    }
    return split(dns);
  }

  private static ArrayNode addresses(JsonNode resolvers) {
    ArrayNode addresses = HostedSample.JSON.createArrayNode();
    resolvers.forEach(resolver -> addresses.add(resolver.path("address").asText()));
    return addresses;
  }

  private static ArrayNode resolvers(JsonNode addresses) {
    ArrayNode resolvers = HostedSample.JSON.createArrayNode();
    addresses.forEach(address -> resolvers.addObject().put("address", address.asText()));
    return resolvers;
  }
}
