package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.List;
import java.util.Optional;

/// Which node a device has been before.
///
/// The machine key is proven, so it alone makes a device the same machine; node keys are claims,
/// and count only between nodes of that machine. A machine has one row for each user who logged in
/// on it.
public final class DeviceRows {
  /// More would not help whoever has to choose.
  private static final int MOST_CLAIMS = 10;

  private DeviceRows() {}

  /// The node with both keys.
  public static Optional<Node> holding(Tailnet image, NodeKey nodeKey, MachineKey machineKey) {
    return nodeKey.isZero() || machineKey.isZero()
        ? Optional.empty()
        : image.nodes(nodeKey).stream()
            .filter(node -> node.machineKey().equals(machineKey))
            .findFirst();
  }

  /// The refusal of a node key that another machine has.
  public static Optional<Refusal> stolen(Tailnet image, Registration device) {
    boolean elsewhere =
        image.nodes(device.nodeKey()).stream()
            .filter(node -> !isOfUnknownMachine(node))
            .anyMatch(node -> !node.machineKey().equals(device.machineKey()));
    return elsewhere ? Optional.of(elsewhere()) : Optional.empty();
  }

  static Refusal elsewhere() {
    return new Refusal(
        Reason.CONFLICT,
        "node key belongs to another machine; log out and in again to make a new one");
  }

  /// The node whose key the device replaces.
  static Optional<Node> replaced(Tailnet image, Registration device) {
    NodeKey old = device.oldNodeKey();
    return old == null ? Optional.empty() : holding(image, old, device.machineKey());
  }

  /// Nodes of a machine. Keys that are not known are all zero, and no machine's.
  static List<Node> ofMachine(Tailnet image, MachineKey machineKey) {
    return machineKey.isZero() ? List.of() : image.nodes(machineKey);
  }

  /// Reserved nodes with a node key whose machine was not told where they come from.
  static List<Node> ofUnknownMachine(Tailnet image, NodeKey nodeKey) {
    return nodeKey.isZero()
        ? List.of()
        : image.nodes(nodeKey).stream().filter(DeviceRows::isOfUnknownMachine).toList();
  }

  private static boolean isOfUnknownMachine(Node node) {
    return isReserved(node) && node.machineKey().isZero();
  }

  /// Whether a node was imported from where its device still is.
  public static boolean isReserved(Node node) {
    return node.unmoved() != null;
  }

  /// The reserved nodes that a device may be said to be: those of its machine; else those whose
  /// machine or keys are not known, or which go by the same name.
  ///
  /// Only the first are proven by more than what the device says.
  public static List<Node> claims(Tailnet image, Registration device) {
    List<Node> proven =
        ofMachine(image, device.machineKey()).stream().filter(DeviceRows::isReserved).toList();
    if (!proven.isEmpty()) {
      return proven;
    }
    return image.nodes().stream()
        .filter(DeviceRows::isReserved)
        .filter(node -> mayBe(node, device))
        .limit(MOST_CLAIMS)
        .toList();
  }

  private static boolean mayBe(Node node, Registration device) {
    return (node.machineKey().isZero() && node.nodeKey().equals(device.nodeKey()))
        || (!node.hostname().isEmpty() && node.hostname().equalsIgnoreCase(device.hostname()));
  }
}
