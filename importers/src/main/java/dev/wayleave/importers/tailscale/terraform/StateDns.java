package dev.wayleave.importers.tailscale.terraform;

import static dev.wayleave.importers.tailscale.shape.ExportJson.copy;
import static dev.wayleave.importers.tailscale.shape.ExportJson.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// DNS settings of a state: one resource for all of them, or one for each part.
final class StateDns {
  private static final Map<String, String> PARTS =
      Map.of(
          "nameservers", "/nameservers",
          "splitDNS", "/splitDNS",
          "searchPaths", "/searchPaths",
          "magicDNS", "/preferences/magicDNS",
          "overrideLocalDNS", "/preferences/overrideLocalDNS");

  private final ObjectNode body = ExportJson.object();

  boolean take(StateObject object) {
    JsonNode attributes = object.attributes();
    switch (object.type()) {
      case "tailscale_dns_configuration" -> whole(attributes);
      case "tailscale_dns_nameservers" ->
          body.set("nameservers", plain(attributes.path("nameservers")));
      case "tailscale_dns_preferences" -> copy(attributes, preferences(), "magic_dns", "magicDNS");
      case "tailscale_dns_search_paths" -> copy(attributes, body, "search_paths", "searchPaths");
      case "tailscale_dns_split_nameservers" ->
          body.withObjectProperty("splitDNS")
              .set(text(attributes, "domain"), plain(attributes.path("nameservers")));
      default -> {
        return false;
      }
    }
    return true;
  }

  Optional<ObjectNode> configuration() {
    return body.isEmpty() ? Optional.empty() : Optional.of(body);
  }

  /// The parts that the state does not tell, where it tells any.
  List<String> missing() {
    return body.isEmpty()
        ? List.of()
        : PARTS.entrySet().stream()
            .filter(part -> body.at(part.getValue()).isMissingNode())
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
  }

  private ObjectNode preferences() {
    return body.withObjectProperty("preferences");
  }

  private void whole(JsonNode attributes) {
    copy(attributes, preferences(), "magic_dns", "magicDNS");
    copy(attributes, preferences(), "override_local_dns", "overrideLocalDNS");
    copy(attributes, body, "search_paths", "searchPaths");
    body.set("nameservers", blocks(attributes.path("nameservers")));
    ObjectNode split = body.withObjectProperty("splitDNS");
    for (JsonNode domain : ExportJson.each(attributes.path("split_dns"))) {
      split.set(text(domain, "domain"), blocks(domain.path("nameservers")));
    }
  }

  private static ArrayNode plain(JsonNode addresses) {
    ArrayNode servers = ExportJson.MAPPER.createArrayNode();
    for (JsonNode address : ExportJson.each(addresses)) {
      servers.addObject().set("address", address);
    }
    return servers;
  }

  private static ArrayNode blocks(JsonNode blocks) {
    ArrayNode servers = ExportJson.MAPPER.createArrayNode();
    for (JsonNode block : ExportJson.each(blocks)) {
      copy(
          block,
          servers.addObject(),
          "address",
          "address",
          "use_with_exit_node",
          "useWithExitNode");
    }
    return servers;
  }
}
