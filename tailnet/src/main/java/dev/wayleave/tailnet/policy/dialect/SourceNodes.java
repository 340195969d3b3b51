package dev.wayleave.tailnet.policy.dialect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sees the nodes of an inventory as an engine of Headscale does.
final class SourceNodes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private SourceNodes() {}

  static List<SourceNode> of(PolicyEngine engine, Inventory inventory, Directory directory) {
    Map<PreAuthKeyId, PreAuthKey> keys = new HashMap<>();
    inventory.preAuthKeys().forEach(key -> keys.put(key.id(), key));
    List<SourceNode> nodes = new ArrayList<>();
    for (Node node : inventory.nodes()) {
      Device device = directory.device(node.id()).orElseThrow();
      nodes.add(
          new SourceNode(
              device.index(),
              user(node.owner()),
              tags(engine, node, keys),
              requestedTags(node.hostinfo()),
              device.addresses()));
    }
    return nodes;
  }

  private static @Nullable UserId user(Owner owner) {
    return switch (owner) {
      case Owner.OfUser(UserId user) -> user;
      case Owner.OfTags(var _, UserId registrant) -> registrant;
      case Owner.Nobody _ -> null;
    };
  }

  /// In 0.26 and 0.27 the tags of the pre-auth key count too, whether the node was given them or
  /// not.
  private static Set<String> tags(
      PolicyEngine engine, Node node, Map<PreAuthKeyId, PreAuthKey> keys) {
    Set<String> tags = new HashSet<>();
    if (node.owner() instanceof Owner.OfTags owned) {
      owned.tags().stream().map(TagName::value).forEach(tags::add);
    }
    PreAuthKey key = node.authKey() == null ? null : keys.get(node.authKey());
    if (key != null && (engine == PolicyEngine.V0_26 || engine == PolicyEngine.V0_27)) {
      key.tags().stream().map(TagName::value).forEach(tags::add);
    }
    return tags;
  }

  private static Set<String> requestedTags(@Nullable String hostinfo) {
    if (hostinfo == null || !hostinfo.contains("RequestTags")) {
      return Set.of();
    }
    Set<String> tags = new HashSet<>();
    try {
      for (JsonNode tag : JSON.readTree(hostinfo).path("RequestTags")) {
        tags.add(tag.asText());
      }
    } catch (JsonProcessingException e) {
      // Headscale cannot read such a description either, and then knows no tags from it.
      return Set.of();
    }
    return tags;
  }
}
