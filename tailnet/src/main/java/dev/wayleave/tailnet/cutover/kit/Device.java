package dev.wayleave.tailnet.cutover.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A node as the kit sees it.
///
/// @param name for files and hosts
/// @param owner a name for people, any text
record Device(
    Node node, String name, OperatingSystem system, String owner, List<String> tags, Way way) {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  Device {
    tags = List.copyOf(tags);
  }

  static Device of(Node node, Map<UserId, User> users, Instant now) {
    OperatingSystem system = system(node.hostinfo());
    List<String> tags =
        node.owner() instanceof Owner.OfTags owner
            ? owner.tags().stream().map(TagName::toString).toList()
            : List.of();
    return new Device(
        node,
        SafeNames.of(node.label(), node.id().toString()),
        system,
        owner(node.owner(), users),
        tags,
        way(node, system, now));
  }

  private static Way way(Node node, OperatingSystem system, Instant now) {
    if (node.ephemeral()) {
      return Way.EPHEMERAL;
    }
    if (node.nodeKey().isZero() || node.machineKey().isZero()) {
      return Way.LOGIN;
    }
    Instant expiry = node.expiry();
    if (expiry != null && !expiry.isAfter(now)) {
      return Way.EXPIRED;
    }
    return system.runsScripts() ? Way.SILENT : Way.MOBILE;
  }

  private static String owner(Owner owner, Map<UserId, User> users) {
    return switch (owner) {
      case Owner.OfUser(UserId id) -> {
        User user = users.get(id);
        yield user == null ? "user " + id : user.label();
      }
      case Owner.OfTags _ -> "tagged devices";
      case Owner.Nobody _ -> "nobody";
    };
  }

  /// What the device says that it runs; a description that cannot be read says nothing.
  private static OperatingSystem system(@Nullable String hostinfo) {
    if (hostinfo == null) {
      return OperatingSystem.OTHER;
    }
    try {
      JsonNode described = JSON.readTree(hostinfo);
      return OperatingSystem.of(described.path("OS").asText(described.path("os").asText("")));
    } catch (JsonProcessingException _) {
      return OperatingSystem.OTHER;
    }
  }

  /// Its addresses, the IPv4 one first.
  List<String> addresses() {
    return Stream.of(node.ipv4(), node.ipv6())
        .filter(Objects::nonNull)
        .map(IpAddress::toString)
        .toList();
  }

  /// What to call it in a finding.
  String object() {
    return "node " + node.id() + " (" + Quoting.line(node.label()) + ")";
  }
}
