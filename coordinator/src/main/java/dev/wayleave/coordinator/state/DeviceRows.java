package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which node a device has been before.
///
/// The machine key is proven, so it alone makes a device the same machine; node keys are claims,
/// and count only between nodes of that machine. A machine has one row for each user who logged in
/// on it.
public final class DeviceRows {
  private DeviceRows() {}

  /// The node with both keys.
  public static Optional<Node> holding(Tailnet image, NodeKey nodeKey, MachineKey machineKey) {
    return image.nodes(nodeKey).stream()
        .filter(node -> node.machineKey().equals(machineKey))
        .findFirst();
  }

  /// The refusal of a node key that another machine has.
  public static Optional<Refusal> stolen(Tailnet image, Registration device) {
    boolean elsewhere =
        image.nodes(device.nodeKey()).stream()
            .anyMatch(node -> !node.machineKey().equals(device.machineKey()));
    return elsewhere
        ? Optional.of(
            new Refusal(
                Reason.CONFLICT,
                "node key belongs to another machine; log out and in again to make a new one"))
        : Optional.empty();
  }

  /// The node whose key the device replaces.
  static Optional<Node> replaced(Tailnet image, Registration device) {
    NodeKey old = device.oldNodeKey();
    return old == null ? Optional.empty() : holding(image, old, device.machineKey());
  }

  /// The row that a device gets back by a right: that of the key it replaces, unless that is
  /// another user's; else the user's own on this machine; else one that nobody owns.
  static Optional<Node> of(Tailnet image, Registration device, Right right) {
    List<Node> rows =
        Stream.concat(replaced(image, device).stream(), image.nodes(device.machineKey()).stream())
            .toList();
    if (!right.tags().isEmpty()) {
      return replaced(image, device)
          .or(() -> first(rows, row -> row.owner() instanceof Owner.OfTags))
          .or(() -> first(rows, row -> isOrphan(row.owner())));
    }
    return replaced(image, device)
        .filter(row -> row.owner() instanceof Owner.OfTags)
        .or(() -> first(rows, row -> isOf(row.owner(), right.user())))
        .or(() -> first(rows, row -> isOrphan(row.owner())));
  }

  private static Optional<Node> first(List<Node> rows, Predicate<Node> wanted) {
    return rows.stream().filter(wanted).findFirst();
  }

  private static boolean isOf(Owner owner, @Nullable UserId user) {
    return switch (owner) {
      case Owner.OfUser one -> one.user().equals(user);
      case Owner.OfTags tags -> tags.registeredBy() != null && tags.registeredBy().equals(user);
      case Owner.Nobody _ -> false;
    };
  }

  private static boolean isOrphan(Owner owner) {
    return owner instanceof Owner.Nobody;
  }
}
