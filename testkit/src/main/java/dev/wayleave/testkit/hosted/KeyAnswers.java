package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/// The endpoints of keys; a secret is told once, when it is made.
final class KeyAnswers {
  private final HostedTailnet tailnet;
  private int made;
  private boolean onlyIds;

  KeyAnswers(HostedTailnet tailnet) {
    this.tailnet = tailnet;
  }

  /// Whether the list gives ids alone, as the API did for years.
  void listOnlyIds(boolean only) {
    onlyIds = only;
  }

  HostedReply list(HostedQuestion question) {
    ObjectNode answer = tailnet.part("keys").deepCopy();
    ArrayNode keys = (ArrayNode) answer.get("keys");
    if (!question.asks("all", "true")) {
      // Without it, a token is told the auth keys of its own user.
      removeIf(keys, key -> !key.path("keyType").asText().equals("auth"));
    }
    if (onlyIds) {
      keys.forEach(key -> ((ObjectNode) key).retain("id"));
    }
    return HostedReply.json(answer);
  }

  HostedReply one(String id) {
    for (JsonNode key : tailnet.part("keys").path("keys")) {
      if (key.path("id").asText().equals(id)) {
        return HostedReply.json(key);
      }
    }
    return HostedReply.error(404, "key not found");
  }

  /// An absent `keyType` means an auth key.
  HostedReply create(HostedQuestion question) {
    ObjectNode key = (ObjectNode) HostedSample.parse(question.body());
    String id = "kMade%03dCNTRL".formatted(++made);
    key.put("id", id).put("created", "2026-06-15T12:00:00Z");
    if (!key.has("keyType")) {
      key.put("keyType", "auth");
    }
    ((ArrayNode) tailnet.part("keys").get("keys")).add(key);
    String kind = key.path("keyType").asText();
    return HostedReply.json(
        key.deepCopy().put("key", "tskey-%s-%s-notARealOne".formatted(kind, id)));
  }

  /// A key that was revoked stays readable.
  HostedReply revoke(String id) {
    for (JsonNode key : tailnet.part("keys").path("keys")) {
      if (key.path("id").asText().equals(id)) {
        ((ObjectNode) key).put("invalid", true).put("revoked", "2026-06-15T12:00:00Z");
        return HostedReply.done();
      }
    }
    return HostedReply.error(404, "key not found");
  }

  private static void removeIf(ArrayNode list, java.util.function.Predicate<JsonNode> which) {
    for (int i = list.size() - 1; i >= 0; i--) {
      if (which.test(list.get(i))) {
        list.remove(i);
      }
    }
  }
}
