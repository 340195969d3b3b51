package dev.wayleave.tailnet.model;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Derived: nodes by what others know of them. Sorted by nothing that matters but the addresses.
///
/// A key of zeros stands for one that the source could not tell: no device is found by it.
final class NodeIndex {
  static final NodeIndex EMPTY =
      new NodeIndex(
          SortedTree.unordered(), SortedTree.unordered(), SortedTree.empty(), SortedTree.empty());

  final SortedTree<NodeKey, List<NodeId>> byNodeKey;
  final SortedTree<MachineKey, List<NodeId>> byMachineKey;
  final SortedTree<String, List<NodeId>> byName;
  final SortedTree<IpAddress, NodeId> byAddress;

  private NodeIndex(
      SortedTree<NodeKey, List<NodeId>> byNodeKey,
      SortedTree<MachineKey, List<NodeId>> byMachineKey,
      SortedTree<String, List<NodeId>> byName,
      SortedTree<IpAddress, NodeId> byAddress) {
    this.byNodeKey = byNodeKey;
    this.byMachineKey = byMachineKey;
    this.byName = byName;
    this.byAddress = byAddress;
  }

  /// Names in DNS do not tell cases apart.
  static String nameKey(String givenName) {
    return givenName.toLowerCase(Locale.ROOT);
  }

  NodeIndex with(Node node) {
    return new NodeIndex(
        node.nodeKey().isZero() ? byNodeKey : added(byNodeKey, node.nodeKey(), node.id()),
        node.machineKey().isZero()
            ? byMachineKey
            : added(byMachineKey, node.machineKey(), node.id()),
        added(byName, nameKey(node.givenName()), node.id()),
        occupied(occupied(byAddress, node.ipv4(), node.id()), node.ipv6(), node.id()));
  }

  NodeIndex without(Node node) {
    return new NodeIndex(
        taken(byNodeKey, node.nodeKey(), node.id()),
        taken(byMachineKey, node.machineKey(), node.id()),
        taken(byName, nameKey(node.givenName()), node.id()),
        freed(freed(byAddress, node.ipv4(), node.id()), node.ipv6(), node.id()));
  }

  private static <K> SortedTree<K, List<NodeId>> added(
      SortedTree<K, List<NodeId>> tree, K key, NodeId id) {
    List<NodeId> held = tree.get(key);
    if (held == null) {
      return tree.put(key, List.of(id));
    }
    List<NodeId> more = new ArrayList<>(held);
    more.add(id);
    more.sort(null);
    return tree.put(key, List.copyOf(more));
  }

  private static <K> SortedTree<K, List<NodeId>> taken(
      SortedTree<K, List<NodeId>> tree, K key, NodeId id) {
    List<NodeId> held = tree.get(key);
    if (held == null) {
      return tree;
    }
    List<NodeId> fewer = held.stream().filter(other -> !other.equals(id)).toList();
    return fewer.isEmpty() ? tree.remove(key) : tree.put(key, fewer);
  }

  private static SortedTree<IpAddress, NodeId> occupied(
      SortedTree<IpAddress, NodeId> tree, @Nullable IpAddress address, NodeId id) {
    return address == null ? tree : tree.put(address, id);
  }

  private static SortedTree<IpAddress, NodeId> freed(
      SortedTree<IpAddress, NodeId> tree, @Nullable IpAddress address, NodeId id) {
    // Within one batch of changes two nodes may swap addresses: only the owner's entry goes.
    return address != null && id.equals(tree.get(address)) ? tree.remove(address) : tree;
  }
}
