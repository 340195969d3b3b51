package dev.wayleave.importers.headscale.database;

import dev.wayleave.importers.headscale.database.value.JsonColumn;
import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Reads `nodes`, which were `machines` until 0.22.
final class NodeRows {
  private final RowStream stream;
  private final PreAuthKeyRows keys;
  private final NodeOwners owners;
  private final RouteRows routes;
  private final boolean routesTable;
  private final NodeClashes clashes;
  private final RowIds ids;
  private final Set<Long> known = new HashSet<>();
  private final List<Entity<Node>> nodes = new ArrayList<>();
  private long count;
  private long routeCount;

  /// @param routesTable whether approved routes stand in a table of their own
  NodeRows(
      RowStream stream,
      UserRows users,
      PreAuthKeyRows keys,
      RouteRows routes,
      boolean routesTable) {
    this.stream = stream;
    this.keys = keys;
    this.owners = new NodeOwners(users);
    this.routes = routes;
    this.routesTable = routesTable;
    this.clashes = new NodeClashes(stream);
    this.ids = stream.ids("node");
  }

  void read(String table) throws SourceException {
    stream.each(table, this::row);
  }

  long count() {
    return count;
  }

  /// The distinct routes that each node advertises or may route, summed.
  long routeCount() {
    return routeCount;
  }

  /// Whether there is a row of this id, be it readable or not.
  boolean exists(long id) {
    return known.contains(id);
  }

  List<Entity<Node>> entities() {
    return nodes;
  }

  private void row(Row row) {
    RowFaults faults = stream.faults(row, object(row));
    if (!row.isNull("deleted_at")) {
      stream.leftOver(row);
      faults.report(
          Finding.Level.INFO,
          "NODE_DELETED",
          "Headscale deleted this node at " + row.text("deleted_at") + ".",
          "Nothing to do: the row is kept beside the nodes.");
      return;
    }
    count++;
    OptionalLong id = ids.take(row);
    id.ifPresent(known::add);
    Node node = id.isEmpty() || !isRegistered(faults) ? null : node(faults, id.getAsLong());
    if (node == null) {
      stream.leftOver(row);
      return;
    }
    nodes.add(new Entity<>(node, row.raw()));
    clashes.add(node);
  }

  private static String object(Row row) {
    String given = row.text("given_name");
    String name = given.isEmpty() ? row.text(row.either("hostname", "name")) : given;
    return "node "
        + row.text("id")
        + " ("
        + (name.isEmpty() ? "node " + row.text("id") : name)
        + ")";
  }

  /// Until 0.14 a machine that waited for its registration had a row too.
  private static boolean isRegistered(RowFaults faults) {
    if (!faults.row().has("registered") || faults.flag("registered", true)) {
      return true;
    }
    faults.report(
        Finding.Level.INFO,
        "NODE_NOT_REGISTERED",
        "registered is "
            + RowFaults.quoted(faults.row().text("registered"))
            + ": the machine asked"
            + " to join and nobody let it in.",
        "Nothing to do: the row is kept beside the nodes.");
    return false;
  }

  private @Nullable Node node(RowFaults faults, long id) {
    Row row = faults.row();
    DeviceInfo info = DeviceInfo.read(faults);
    List<IpPrefix> advertised = routesTable ? routes.of(id).advertised() : info.routes(faults);
    List<IpPrefix> approved = approved(faults, id);
    Set<IpPrefix> either = new TreeSet<>(advertised);
    either.addAll(approved);
    routeCount += either.size();
    NodeKeys nodeKeys = NodeKeys.read(faults);
    if (nodeKeys == null) {
      return null;
    }
    NodeAddresses addresses = NodeAddresses.read(faults);
    PreAuthKey authKey = authKey(faults);
    String hostname = faults.label(row.either("hostname", "name"));
    String givenName = row.has("given_name") ? faults.label("given_name") : hostname;
    return new Node(
        new NodeId(id),
        new StableNodeId(Long.toString(id)),
        nodeKeys.machine(),
        nodeKeys.node(),
        nodeKeys.disco(),
        addresses.v4(),
        addresses.v6(),
        hostname,
        givenName.isEmpty() ? hostname : givenName,
        owners.read(faults, authKey, info),
        registerMethod(row),
        authKey == null ? null : authKey.id(),
        authKey != null && authKey.ephemeral(),
        faults.expiry("expiry"),
        faults.past("last_seen"),
        faults.past("created_at"),
        advertised,
        approved,
        faults.harmlessTexts("endpoints"),
        info.json());
  }

  private List<IpPrefix> approved(RowFaults faults, long id) {
    return routesTable ? routes.of(id).approved() : Prefixes.parse(faults, routeTexts(faults));
  }

  /// Routes as JSON: `enabled_routes` until 0.17, `approved_routes` since 0.26.
  private static List<String> routeTexts(RowFaults faults) {
    String column = faults.row().either("approved_routes", "enabled_routes");
    return switch (faults.row().texts(column)) {
      case Parsed.Value<List<String>>(List<String> texts) -> texts;
      case Parsed.Nothing<List<String>> _ -> List.of();
      // One text that is no prefix, which is reported as such.
      case Parsed.Unreadable<List<String>>(String text) -> List.of(text);
    };
  }

  private @Nullable PreAuthKey authKey(RowFaults faults) {
    Long id = faults.row().reference("auth_key_id");
    PreAuthKey key = keys.find(id);
    if (id != null && key == null) {
      faults.report(
          Finding.Level.INFO,
          "AUTH_KEY_MISSING",
          "The node registered with pre-auth key " + id + ", which does not exist.",
          "Nothing to do: the node stays registered.");
    }
    return key;
  }

  private static RegisterMethod registerMethod(Row row) {
    return switch (row.text("register_method").toLowerCase(Locale.ROOT)) {
      case "cli" -> RegisterMethod.CLI;
      case "authkey" -> RegisterMethod.AUTH_KEY;
      case "oidc" -> RegisterMethod.OIDC;
      default -> RegisterMethod.UNKNOWN;
    };
  }

  /// What the device says of itself.
  ///
  /// @param json the text as received, or null where it is missing or no JSON object
  record DeviceInfo(@Nullable String json, Map<String, List<String>> lists) {
    private static final String ROUTABLE = "RoutableIPs";
    private static final String REQUESTED = "RequestTags";

    static DeviceInfo read(RowFaults faults) {
      Row row = faults.row();
      // Between 0.23 alphas the column was spelled without the underscore, and some kept both.
      String column = row.isNull("host_info") ? "hostinfo" : "host_info";
      String json = row.text(column);
      return switch (JsonColumn.members(json, List.of(ROUTABLE, REQUESTED))) {
        case Parsed.Value<Map<String, List<String>>>(var lists) -> new DeviceInfo(json, lists);
        case Parsed.Nothing<Map<String, List<String>>> _ -> new DeviceInfo(null, Map.of());
        case Parsed.Unreadable<Map<String, List<String>>> _ -> {
          faults.report(
              Finding.Level.INFO,
              "HOSTINFO_UNREADABLE",
              column + " is " + RowFaults.quoted(json) + ", which is no JSON object.",
              "Nothing to do: the device sends it again when it connects.");
          yield new DeviceInfo(null, Map.of());
        }
      };
    }

    List<IpPrefix> routes(RowFaults faults) {
      return Prefixes.parse(faults, lists.getOrDefault(ROUTABLE, List.of()));
    }

    List<String> requestedTags() {
      return lists.getOrDefault(REQUESTED, List.of());
    }
  }
}
