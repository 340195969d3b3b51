package dev.wayleave.exporters.headscale.row;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.importers.headscale.database.value.JsonColumn;
import dev.wayleave.importers.headscale.database.value.Parsed;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The columns of a node that are texts with a meaning of their own.
final class NodeTexts {
  /// `varchar(63)`, which SQLite does not enforce.
  static final int LONGEST_NAME = 63;

  private static final JsonMapper JSON = new JsonMapper();
  private static final String ROUTES = "RoutableIPs";
  private static final int LONGEST_PORT = 5;

  private NodeTexts() {}

  /// Those that Go reads as an address with a port; one that it does not would keep the server from
  /// reading the node at all.
  static List<String> endpoints(List<String> endpoints) {
    return endpoints.stream().filter(NodeTexts::isEndpoint).toList();
  }

  static boolean isEndpoint(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !isPort(text.substring(colon + 1))) {
      return false;
    }
    boolean bracketed = text.charAt(0) == '[' && text.charAt(colon - 1) == ']';
    String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
    int zone = bracketed ? host.indexOf('%') : -1;
    try {
      IpAddress address = IpAddress.parse(zone < 0 ? host : host.substring(0, zone));
      return bracketed == (address instanceof IpAddress.V6);
    } catch (IllegalArgumentException notAnAddress) {
      // Then the text is no endpoint, which is what was asked.
      return false;
    }
  }

  private static boolean isPort(String text) {
    boolean digits = !text.isEmpty() && text.length() <= LONGEST_PORT;
    for (int i = 0; digits && i < text.length(); i++) {
      digits = text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    return digits && Integer.parseInt(text) <= 0xffff;
  }

  /// An empty given name is read as the host name.
  static RawValue givenName(Node node, Former former, Engine engine) {
    String name = node.givenName();
    Row row = former.row();
    RawValue stored = row.raw().get("given_name");
    boolean implied = former.kept() && stored != null && row.text("given_name").isEmpty();
    if (stored != null && implied && row.text("hostname").equals(name)) {
      return stored;
    }
    return former.or("given_name", Meaning.TEXT, Form.text(shortened(name, engine)));
  }

  private static String shortened(String name, Engine engine) {
    boolean fits = engine == Engine.SQLITE || name.codePointCount(0, name.length()) <= LONGEST_NAME;
    return fits ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
  }

  /// The text as received, as long as its routes are the node's; what is no object is nothing, as
  /// the server could not read it.
  static RawValue hostinfo(Node node, Former former) {
    RawValue stored = former.row().raw().get("host_info");
    String text = node.hostinfo() == null ? "" : node.hostinfo();
    boolean object = members(text) instanceof Parsed.Value<Map<String, List<String>>>;
    if (hasOtherRoutes(node)) {
      return Form.text(withRoutes(object ? text : "{}", node.advertisedRoutes()));
    }
    if (former.kept() && stored != null && !object && !isObject(former.row())) {
      return stored;
    }
    return former.or("host_info", Meaning.TEXT, object ? Form.text(text) : Form.NULL);
  }

  /// Whether the node advertises other routes than its hostinfo says, as in releases that kept
  /// routes in a table of their own.
  static boolean hasOtherRoutes(Node node) {
    String text = node.hostinfo() == null ? "" : node.hostinfo();
    boolean none = node.advertisedRoutes().isEmpty() && !text.contains(ROUTES);
    return !none && !node.advertisedRoutes().equals(routes(text));
  }

  private static boolean isObject(Row row) {
    return members(row.text("host_info")) instanceof Parsed.Value<Map<String, List<String>>>;
  }

  private static Parsed<Map<String, List<String>>> members(String hostinfo) {
    return JsonColumn.members(hostinfo, List.of(ROUTES));
  }

  private static List<IpPrefix> routes(String hostinfo) {
    TreeSet<IpPrefix> routes = new TreeSet<>();
    if (members(hostinfo) instanceof Parsed.Value<Map<String, List<String>>>(var lists)) {
      for (String text : lists.getOrDefault(ROUTES, List.of())) {
        try {
          routes.add(IpPrefix.parse(text));
        } catch (IllegalArgumentException notAPrefix) {
          // Was reported and left out when it was read.
        }
      }
    }
    return List.copyOf(routes);
  }

  private static String withRoutes(String hostinfo, List<IpPrefix> routes) {
    try {
      JsonNode read = JSON.readTree(hostinfo);
      ObjectNode object = (ObjectNode) read;
      if (routes.isEmpty()) {
        object.remove(ROUTES);
      } else {
        object.putArray(ROUTES).addAll(routes.stream().map(NodeTexts::json).toList());
      }
      return JSON.writeValueAsString(object);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the text was read as an object before", e);
    }
  }

  private static JsonNode json(IpPrefix prefix) {
    return JSON.getNodeFactory().textNode(prefix.toString());
  }
}
