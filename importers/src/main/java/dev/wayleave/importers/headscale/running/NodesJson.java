package dev.wayleave.importers.headscale.running;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Reads the answer to `GET /api/v1/node`, whose shape is one from 0.23 to 0.30: names in camel
/// case, ids as texts, times as RFC 3339.
final class NodesJson {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private NodesJson() {}

  /// @param name who answered
  static List<RunningNode> read(byte[] body, String name) throws RunningException {
    try {
      JsonNode nodes = JSON.readTree(body).path("nodes");
      if (!nodes.isArray()) {
        throw new RunningException(name + " does not answer with a list of nodes");
      }
      List<RunningNode> found = new ArrayList<>();
      nodes.forEach(node -> found.add(node(node)));
      return found;
    } catch (IOException | DateTimeParseException e) {
      throw new RunningException(name + " answers with something that is no list of nodes", e);
    }
  }

  private static RunningNode node(JsonNode node) {
    List<String> tags = new ArrayList<>(texts(node.path("tags")));
    // Until 0.27 tags are told apart by where they come from.
    tags.addAll(texts(node.path("forcedTags")));
    tags.addAll(texts(node.path("validTags")));
    return new RunningNode(
        node.path("id").asLong(),
        node.path("machineKey").asText(),
        node.path("nodeKey").asText(),
        texts(node.path("ipAddresses")),
        node.path("name").asText(),
        node.path("givenName").asText(),
        time(node.path("expiry")),
        time(node.path("lastSeen")),
        node.path("online").asBoolean(),
        tags.stream().distinct().toList(),
        texts(node.path("approvedRoutes")),
        texts(node.path("availableRoutes")));
  }

  private static List<String> texts(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
  }

  private static @Nullable Instant time(JsonNode time) {
    return time.isTextual() && !time.asText().isEmpty() ? Instant.parse(time.asText()) : null;
  }
}
