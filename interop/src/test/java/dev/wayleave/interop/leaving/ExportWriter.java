package dev.wayleave.interop.leaving;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.headscale.HeadscaleSource;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tells of a Headscale what the hosted service's API tells of a tailnet, as a folder of answers.
///
/// The Headscale stands in for the hosted plane: what its clients hold of it (numbers, stable ids,
/// keys, addresses, the relay) is what the folder says.
final class ExportWriter {
  static final String SUFFIX = "tail.test";

  private static final JsonMapper JSON = new JsonMapper();
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final RealHeadscale headscale;
  private final Path room;
  private final Map<String, Instant> expiries;

  ExportWriter(RealHeadscale headscale, Path room) {
    this(headscale, room, Map.of());
  }

  /// One that tells of other expiries than the Headscale knows.
  ///
  /// @param expiries by the names of devices
  ExportWriter(RealHeadscale headscale, Path room, Map<String, Instant> expiries) {
    this.headscale = headscale;
    this.room = room;
    this.expiries = Map.copyOf(expiries);
  }

  /// What a user is called there.
  static String login(String name) {
    return name + "@example.com";
  }

  /// Writes the folder.
  ///
  /// @param witness a client that says which relays there are, and whether there is a tailnet lock
  Path write(String name, TailscaleClient witness) throws Exception {
    Inventory inventory =
        new HeadscaleSource(headscale.config(), Map.of(), room).read(Progress.SILENT).inventory();
    Path folder = Files.createDirectories(room.resolve(name));
    put(folder, "devices.json", devices(inventory));
    put(folder, "users.json", users(inventory));
    String policy = inventory.policies().getFirst().text().replace("anna@", login("anna"));
    Files.writeString(folder.resolve("acl.hujson"), policy);
    put(folder, "dns-configuration.json", dns());
    put(folder, "settings.json", JSON.createObjectNode().put("devicesApprovalOn", false));
    put(folder, "keys.json", JSON.createObjectNode().set("keys", JSON.createArrayNode()));
    put(folder, "derp-map.json", witness.cli("debug", "derp-map").ok().json());
    put(folder, "lock-status.json", witness.cli("lock", "status", "--json").ok().json());
    return folder;
  }

  private static void put(Path folder, String file, JsonNode body) throws IOException {
    Files.write(folder.resolve(file), JSON.writeValueAsBytes(body));
  }

  private ObjectNode devices(Inventory inventory) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode list = all.putArray("devices");
    inventory.nodes().forEach(node -> list.add(device(node, inventory)));
    return all;
  }

  private ObjectNode device(Node node, Inventory inventory) {
    ObjectNode device = JSON.createObjectNode();
    ArrayNode addresses = device.putArray("addresses");
    addresses.add(String.valueOf(node.ipv4())).add(String.valueOf(node.ipv6()));
    device.put("id", node.id().toString()).put("nodeId", node.stableId().value());
    device.put("user", owner(node, inventory));
    device.put("name", node.givenName() + "." + SUFFIX).put("hostname", node.hostname());
    device.put("clientVersion", "1.80.3-t0").put("os", "linux");
    device.put("created", text(node.createdAt())).put("lastSeen", text(node.lastSeen()));
    device.put("connectedToControl", true).put("authorized", true).put("isExternal", false);
    @Nullable Instant told = expiries.get(node.givenName());
    @Nullable Instant expiry = told == null ? node.expiry() : told;
    device.put("keyExpiryDisabled", expiry == null).put("expires", text(expiry));
    device.put("machineKey", node.machineKey().toString());
    device.put("nodeKey", node.nodeKey().toString());
    device.put("tailnetLockError", "").put("isEphemeral", node.ephemeral());
    if (node.owner() instanceof Owner.OfTags(var tags, _)) {
      ArrayNode list = device.putArray("tags");
      tags.stream().map(TagName::toString).forEach(list::add);
    }
    routes(device.putArray("advertisedRoutes"), node.advertisedRoutes());
    routes(device.putArray("enabledRoutes"), node.approvedRoutes());
    // As the API says it: the relay by its name, and nothing of the disco key.
    ObjectNode connectivity = device.putObject("clientConnectivity");
    connectivity.putArray("endpoints");
    connectivity.put("derp", "").put("mappingVariesByDestIP", false);
    connectivity
        .putObject("latency")
        .putObject("test")
        .put("latencyMs", 1.5)
        .put("preferred", true);
    return device;
  }

  private static void routes(ArrayNode list, List<IpPrefix> routes) {
    routes.forEach(route -> list.add(route.toString()));
  }

  private static String text(@Nullable Instant time) {
    return time == null ? NEVER : time.toString();
  }

  private static String owner(Node node, Inventory inventory) {
    return switch (node.owner()) {
      case Owner.OfUser(var id) -> login(name(inventory, id.value()));
      case Owner.OfTags(_, var by) -> by == null ? "" : login(name(inventory, by.value()));
      case Owner.Nobody _ -> "";
    };
  }

  private static String name(Inventory inventory, long id) {
    return inventory.users().stream()
        .filter(user -> user.id().value() == id)
        .map(User::name)
        .findFirst()
        .orElseThrow();
  }

  private static ObjectNode users(Inventory inventory) {
    ObjectNode all = JSON.createObjectNode();
    ArrayNode list = all.putArray("users");
    for (User user : inventory.users()) {
      ObjectNode one = list.addObject();
      one.put("id", user.id().toString()).put("loginName", login(user.name()));
      one.put("displayName", user.name()).put("profilePicUrl", "").put("tailnetId", "1");
      one.put("created", text(user.createdAt())).put("type", "member").put("status", "active");
      one.put("role", user.name().equals("anna") ? "owner" : "member").put("deviceCount", 1);
    }
    return all;
  }

  private static ObjectNode dns() {
    ObjectNode dns = JSON.createObjectNode();
    dns.putArray("nameservers");
    dns.putObject("splitDNS");
    dns.putArray("searchPaths");
    dns.putObject("preferences").put("overrideLocalDNS", false).put("magicDNS", true);
    return dns;
  }
}
