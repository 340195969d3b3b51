package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Nodes that take no part because of the user who owns them.
final class HeldBack {
  private HeldBack() {}

  /// Nodes that take part no more, or again, because something about their users changed.
  static List<NodeId> changed(Tailnet before, Tailnet after, Collection<UserId> users) {
    Set<UserId> concerned = new HashSet<>(users);
    concerned.removeIf(user -> isSame(before, after, user));
    if (concerned.isEmpty()) {
      return List.of();
    }
    return after.nodes().stream()
        .filter(node -> node.owner() instanceof Owner.OfUser one && concerned.contains(one.user()))
        .map(Node::id)
        .toList();
  }

  private static boolean isSame(Tailnet before, Tailnet after, UserId user) {
    return before.user(user).map(User::suspended).equals(after.user(user).map(User::suspended))
        && before
            .user(user)
            .map(User::awaitingApproval)
            .equals(after.user(user).map(User::awaitingApproval));
  }

  /// Whether a node is shut out with its user.
  static boolean isSuspended(Tailnet tailnet, NodeId id) {
    return tailnet
        .node(id)
        .filter(node -> Standing.of(tailnet, node) == Standing.SUSPENDED)
        .isPresent();
  }
}
