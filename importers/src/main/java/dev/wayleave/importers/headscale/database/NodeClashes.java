package dev.wayleave.importers.headscale.database;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.Node;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Finds what two nodes must not share. Machine keys are none of it: a machine on which a second
/// user logs in is a second node.
final class NodeClashes {
  /// A DNS label (RFC 1035 §2.3.1, with the leading digit that RFC 1123 §2.1 allows).
  private static final Pattern LABEL =
      Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", Pattern.CASE_INSENSITIVE);

  private final RowStream stream;
  private final Map<IpAddress, Node> byAddress = new HashMap<>();
  private final Map<String, Node> byName = new HashMap<>();

  NodeClashes(RowStream stream) {
    this.stream = stream;
  }

  static String object(Node node) {
    return "node " + node.id() + " (" + node.label() + ")";
  }

  void add(Node node) {
    Stream.of(node.ipv4(), node.ipv6()).forEach(address -> address(node, address));
    name(node);
  }

  private void address(Node node, @Nullable IpAddress address) {
    Node first = address == null ? null : byAddress.putIfAbsent(address, node);
    if (address != null && first != null) {
      stream.finding(sharedAddress(node, first, address));
      stream.finding(sharedAddress(first, node, address));
    }
  }

  private static Finding sharedAddress(Node node, Node other, IpAddress address) {
    return Finding.blocker(
        "ADDRESS_TAKEN",
        object(node),
        address + " is the address of " + object(other) + " too.",
        "Delete one of the two nodes in Headscale, or give one another address, and read the"
            + " database again.");
  }

  private void name(Node node) {
    String name = node.givenName();
    if (!LABEL.matcher(name).matches()) {
      stream.finding(
          Finding.action(
              "GIVEN_NAME_INVALID",
              object(node),
              "The given name " + RowFaults.quoted(name) + " is no name that DNS can carry.",
              "Rename the node after the migration; until then MagicDNS does not find it."));
      return;
    }
    Node first = byName.putIfAbsent(name.toLowerCase(Locale.ROOT), node);
    if (first != null) {
      stream.finding(sharedName(node, first));
      stream.finding(sharedName(first, node));
    }
  }

  private static Finding sharedName(Node node, Node other) {
    return Finding.action(
        "GIVEN_NAME_TAKEN",
        object(node),
        RowFaults.quoted(node.givenName()) + " is the given name of node " + other.id() + " too.",
        "Rename one of them; until then MagicDNS finds only one.");
  }
}
