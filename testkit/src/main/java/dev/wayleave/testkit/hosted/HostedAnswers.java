package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;

/// Finds what answers a path.
final class HostedAnswers {
  private static final HostedReply NO_PAGE =
      HostedReply.of(404, "text/plain; charset=utf-8", "404 page not found\n");

  private final HostedTailnet tailnet;
  private final DeviceAnswers devices;
  private final DnsAnswers dns;
  private final KeyAnswers keys;
  private boolean servicesByOldName;
  private final Set<String> names;

  /// @param names what the tailnet is called in a path, besides `-`
  HostedAnswers(HostedTailnet tailnet, Set<String> names) {
    this.tailnet = tailnet;
    this.devices = new DeviceAnswers(tailnet);
    this.dns = new DnsAnswers(tailnet);
    this.keys = new KeyAnswers(tailnet);
    this.names = Set.copyOf(names);
  }

  KeyAnswers keys() {
    return keys;
  }

  void servicesByOldName(boolean old) {
    servicesByOldName = old;
  }

  HostedReply to(HostedQuestion question) {
    List<String> parts = question.parts();
    if (parts.size() < 2) {
      return NO_PAGE;
    }
    return switch (parts.getFirst()) {
      case "device" -> devices.of(question, parts.get(1), parts.subList(2, parts.size()));
      case "users" -> user(parts.get(1));
      case "tailnet" ->
          names.contains(parts.get(1)) || parts.get(1).equals("-")
              ? tailnet(question, String.join("/", parts.subList(2, parts.size())))
              : HostedReply.error(404, "tailnet not found");
      default -> NO_PAGE;
    };
  }

  private HostedReply tailnet(HostedQuestion question, String rest) {
    return switch (question.method() + " " + rest) {
      case "GET devices" -> devices.list(question);
      case "GET users" -> users(question);
      case "GET acl" -> tailnet.policy().get(question);
      case "POST acl" -> tailnet.policy().post(question);
      case "POST acl/validate" -> tailnet.policy().validate(question);
      case "GET settings" -> HostedReply.json(tailnet.part("settings"));
      case "PATCH settings" -> settings(question);
      case "GET keys" -> keys.list(question);
      case "POST keys" -> keys.create(question);
      case "GET services" -> servicesByOldName ? NO_PAGE : part("services");
      case "GET vip-services" -> part("services");
      case "GET webhooks" -> part("webhooks");
      case "GET contacts" -> part("contacts");
      case "GET posture/integrations" -> part("posture-integrations");
      case "GET logging/configuration/stream" -> part("logstream-configuration");
      case "GET logging/network/stream" ->
          HostedReply.error(
              403, "calling actor does not have enough permissions to perform this function");
      case "GET logging/configuration" ->
          question.query("start").isEmpty() || question.query("end").isEmpty()
              ? HostedReply.error(400, "start and end must be given")
              : part("audit");
      case "GET user-invites" -> HostedReply.json(HostedSample.json("user-invites.json"));
      default -> below(question, rest);
    };
  }

  private HostedReply below(HostedQuestion question, String rest) {
    if (rest.startsWith("dns/")) {
      return dns.of(question, rest.substring("dns/".length()));
    }
    if (rest.startsWith("vip-services/")) {
      return service(rest.substring("vip-services/".length()));
    }
    if (rest.startsWith("keys/")) {
      String id = rest.substring("keys/".length());
      return question.method().equals("DELETE") ? keys.revoke(id) : keys.one(id);
    }
    return NO_PAGE;
  }

  private HostedReply service(String name) {
    for (JsonNode service : tailnet.part("services").path("vipServices")) {
      if (service.path("name").asText().equals(name)) {
        return HostedReply.json(service);
      }
    }
    return HostedReply.error(404, "service not found");
  }

  private HostedReply part(String name) {
    return HostedReply.json(tailnet.part(name));
  }

  /// Without a type, members alone are told.
  private HostedReply users(HostedQuestion question) {
    ObjectNode answer = tailnet.part("users").deepCopy();
    String type = question.query("type").stream().findFirst().orElse("member");
    ArrayNode users = (ArrayNode) answer.get("users");
    for (int i = users.size() - 1; i >= 0; i--) {
      if (!type.equals("all") && !users.get(i).path("type").asText().equals(type)) {
        users.remove(i);
      }
    }
    return HostedReply.json(answer);
  }

  private HostedReply user(String id) {
    for (JsonNode user : tailnet.part("users").path("users")) {
      if (user.path("id").asText().equals(id)) {
        return HostedReply.json(user);
      }
    }
    return HostedReply.error(404, "user not found");
  }

  /// Changes what is given and leaves the rest; null changes nothing.
  private HostedReply settings(HostedQuestion question) {
    ObjectNode settings = tailnet.part("settings");
    HostedSample.parse(question.body()).properties().stream()
        .filter(member -> !member.getValue().isNull())
        .forEach(member -> settings.set(member.getKey(), member.getValue()));
    return HostedReply.json(settings);
  }
}
