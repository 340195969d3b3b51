package dev.wayleave.exporters.headscale.row;

import static dev.wayleave.exporters.headscale.schema.SchemaRelease.V0_29;
import static java.util.Map.entry;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// Writes `nodes`.
///
/// Where a list is empty and where a time is not set there is NULL, which every release reads as
/// nothing. Until 0.28 releases wrote Go's zero time for some expiries; 0.29 clears it.
///
/// @param keys the pre-auth keys of the tailnet by their number
/// @param asked which nodes have tags only because they ask for them
record Nodes(
    Target target, NodeOwner owners, LongFunction<@Nullable PreAuthKey> keys, AskedTags asked)
    implements Kind<Node> {
  @Override
  public EntityKind kind() {
    return EntityKind.NODE;
  }

  @Override
  public Class<Node> type() {
    return Node.class;
  }

  @Override
  public String table() {
    return "nodes";
  }

  @Override
  public long id(Node node) {
    return node.id().value();
  }

  @Override
  public Map<String, Column<Node>> columns() {
    Reference authKey = new Reference("auth_key_id", id -> keys.apply(id) != null, target.keys());
    return Map.ofEntries(
        entry("id", Column.of("id", Meaning.NUMBER, node -> Form.number(id(node)))),
        text("machine_key", Meaning.KEY, Node::machineKey),
        text("node_key", Meaning.KEY, Node::nodeKey),
        text("disco_key", Meaning.OPTIONAL_KEY, Nodes::discoKey),
        json("endpoints", Meaning.LIST, node -> NodeTexts.endpoints(node.endpoints())),
        entry("host_info", (node, former) -> NodeTexts.hostinfo(node, former)),
        text("ipv4", Meaning.ADDRESS, Node::ipv4),
        text("ipv6", Meaning.ADDRESS, Node::ipv6),
        text("hostname", Meaning.TEXT, Node::hostname),
        entry("given_name", (node, former) -> NodeTexts.givenName(node, former, target.engine())),
        entry("user_id", owners::value),
        text("register_method", Meaning.METHOD, node -> method(node.registerMethod())),
        entry(
            "forced_tags",
            (node, former) -> asked.value(node, former, listOrNull(tags(node.owner())))),
        json("tags", Meaning.SET, node -> tags(node.owner())),
        entry("auth_key_id", (node, former) -> authKey.value(authKey(node), former)),
        time("last_seen", Node::lastSeen),
        entry("expiry", this::expiry),
        json("approved_routes", Meaning.PREFIXES, Node::approvedRoutes),
        time("created_at", Node::createdAt));
  }

  private static Map.Entry<String, Column<Node>> text(
      String name, Meaning meaning, Function<Node, @Nullable Object> value) {
    return entry(name, Column.of(name, meaning, node -> Form.textOrNull(value.apply(node))));
  }

  private static Map.Entry<String, Column<Node>> json(
      String name, Meaning meaning, Function<Node, Collection<?>> value) {
    return entry(name, Column.of(name, meaning, node -> listOrNull(value.apply(node))));
  }

  private static RawValue listOrNull(Collection<?> list) {
    return list.isEmpty() ? Form.NULL : Form.text(GoJson.texts(list));
  }

  private Map.Entry<String, Column<Node>> time(
      String name, Function<Node, @Nullable Instant> value) {
    return entry(
        name, Column.of(name, Meaning.MOMENT, node -> target.form().time(value.apply(node))));
  }

  /// A device that has not told its key yet has one of zeros.
  private static Object discoKey(Node node) {
    return node.discoKey() == null ? "discokey:" + "0".repeat(64) : node.discoKey();
  }

  private static String method(RegisterMethod method) {
    return switch (method) {
      case CLI -> "cli";
      case AUTH_KEY -> "authkey";
      case OIDC -> "oidc";
      case UNKNOWN -> "";
    };
  }

  private static Set<TagName> tags(Owner owner) {
    return switch (owner) {
      case Owner.OfTags(var tags, _) -> tags;
      case Owner.OfUser _, Owner.Nobody _ -> Set.of();
    };
  }

  /// A key that makes a node ephemeral is not named by one that is to stay: the server would remove
  /// it.
  private @Nullable Long authKey(Node node) {
    PreAuthKey key = node.authKey() == null ? null : keys.apply(node.authKey().value());
    return key == null || (key.ephemeral() && !node.ephemeral()) ? null : key.id().value();
  }

  /// An older release's zero time would come back as one that 0.29 has cleared.
  private RawValue expiry(Node node, Column.Former former) {
    RawValue value = target.form().time(node.expiry());
    boolean older = target.fidelity() == Fidelity.LIKELY && target.atLeast(V0_29);
    return older && node.expiry() == null ? value : former.or("expiry", Meaning.MOMENT, value);
  }

  @Override
  public boolean admits(Node node, Remarks remarks) {
    return new NodeLimits(target, owners, keys).admits(node, remarks);
  }
}
