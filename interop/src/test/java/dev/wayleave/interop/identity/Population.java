package dev.wayleave.interop.identity;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.tailscale.RealHeadscale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who and what is in a tailnet: what a change of provider must leave as it was.
///
/// @param users provider identifiers by name; of two users of one name that of the last
/// @param nodes by name
/// @param keys the node keys by name, which a login changes
record Population(
    Map<String, String> users,
    List<Long> userIds,
    Map<String, Device> nodes,
    Map<String, String> keys) {
  /// @param machine the machine key, by which two nodes of one device are seen
  record Device(long id, long user, List<String> addresses, String machine) {}

  /// The node of a name, which is there.
  Device node(String name) {
    return requireNonNull(nodes.get(name), name);
  }

  static Population of(RealmHeadscale headscale) throws IOException, InterruptedException {
    return of(headscale.server());
  }

  static Population of(RealHeadscale headscale) throws IOException, InterruptedException {
    Map<String, String> users = new TreeMap<>();
    TreeSet<Long> ids = new TreeSet<>();
    for (JsonNode user : headscale.json("users", "list")) {
      users.put(user.path("name").asText(), user.path("provider_id").asText());
      ids.add(user.path("id").asLong());
    }
    Map<String, Device> nodes = new TreeMap<>();
    Map<String, String> keys = new TreeMap<>();
    for (JsonNode node : headscale.json("nodes", "list")) {
      List<String> addresses = new ArrayList<>();
      node.path("ip_addresses").forEach(address -> addresses.add(address.asText()));
      keys.put(node.path("given_name").asText(), node.path("node_key").asText());
      nodes.put(
          node.path("given_name").asText(),
          new Device(
              node.path("id").asLong(),
              node.path("user").path("id").asLong(),
              addresses,
              node.path("machine_key").asText()));
    }
    return new Population(users, List.copyOf(ids), nodes, keys);
  }
}
