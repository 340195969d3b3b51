package dev.wayleave.tailnet.policy.recorded;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Makes nodes of the nodes of a case: what a policy does not ask for, keys above all, is numbered
/// through.
final class CaseNodes {
  private static final int KEY_BYTES = 32;

  private final Map<String, UserId> users;
  private long last;

  CaseNodes(Map<String, UserId> users) {
    this.users = users;
  }

  Node read(String name, JsonNode node) {
    long number = ++last;
    String created = node.path("created").asText("");
    return new Node(
        new NodeId(number),
        new StableNodeId("n" + number),
        MachineKey.of(key(number)),
        NodeKey.of(key(number)),
        null,
        address(node.path("ipv4").asText("")),
        address(node.path("ipv6").asText("")),
        node.path("hostname").asText(name),
        name,
        owner(node),
        RegisterMethod.UNKNOWN,
        null,
        false,
        null,
        null,
        created.isEmpty() ? null : Instant.parse(created),
        prefixes(node.path("routable_ips")),
        prefixes(node.path("approved_routes")),
        List.of(),
        null);
  }

  private Owner owner(JsonNode node) {
    Set<TagName> tags =
        texts(node.path("tags")).stream().map(TagName::new).collect(Collectors.toSet());
    if (!tags.isEmpty()) {
      return new Owner.OfTags(tags, null);
    }
    UserId user = users.get(node.path("user").asText(""));
    return user == null ? new Owner.Nobody(null) : new Owner.OfUser(user);
  }

  private static byte[] key(long number) {
    return ByteBuffer.allocate(KEY_BYTES).putLong(KEY_BYTES - Long.BYTES, number).array();
  }

  private static @Nullable IpAddress address(String text) {
    return text.isEmpty() ? null : IpAddress.parse(text);
  }

  private static List<IpPrefix> prefixes(JsonNode array) {
    return texts(array).stream().map(IpPrefix::parse).toList();
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
