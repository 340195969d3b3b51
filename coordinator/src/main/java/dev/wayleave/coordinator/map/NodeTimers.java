package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Deadlines;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What happens to nodes by time alone: logins end, and ephemeral nodes that stay away are deleted.
///
/// Ephemeral nodes have their whole time anew after a start: while the coordinator was down nobody
/// could stay connected.
final class NodeTimers {
  /// After this a deletion that did not come through is tried again.
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final Duration ephemeralTimeout;
  private final Deadlines<NodeId> expiring = new Deadlines<>();
  private final Deadlines<NodeId> leaving = new Deadlines<>();

  NodeTimers(Duration ephemeralTimeout) {
    this.ephemeralTimeout = ephemeralTimeout;
  }

  /// Begins anew for all nodes.
  void restart(Tailnet tailnet, Presence presence, Instant now) {
    expiring.clear();
    leaving.clear();
    tailnet.nodes().forEach(node -> changed(tailnet, node.id(), presence, now));
  }

  /// A node is new, gone or different, or came online or went.
  void changed(Tailnet tailnet, NodeId id, Presence presence, Instant now) {
    Node node = tailnet.node(id).orElse(null);
    if (node == null) {
      expiring.clear(id);
      leaving.clear(id);
      return;
    }
    Instant expiry = tailnet.expiryOf(node);
    if (expiry != null && expiry.isAfter(now)) {
      expiring.set(id, expiry);
    } else {
      expiring.clear(id);
    }
    // Whether a device is alive that talks to another plane, nobody here can know.
    if (!node.ephemeral() || node.unmoved() != null || presence.isOnline(id)) {
      leaving.clear(id);
    } else if (!leaving.has(id)) {
      leaving.set(id, now.plus(timeout(tailnet)));
    }
  }

  private Duration timeout(Tailnet tailnet) {
    try {
      return tailnet
          .server()
          .map(ServerSettings::ephemeralTimeout)
          .map(Duration::parse)
          .filter(Duration::isPositive)
          .orElse(ephemeralTimeout);
    } catch (DateTimeParseException e) {
      // Imports write ISO 8601; anything else is no time at all.
      return ephemeralTimeout;
    }
  }

  /// Those whose login ends.
  List<NodeId> expired(Instant now) {
    return expiring.due(now);
  }

  /// Ephemeral nodes to delete; asked again later, should they still be there.
  List<NodeId> left(Instant now) {
    List<NodeId> left = leaving.due(now);
    left.forEach(node -> leaving.set(node, now.plus(AGAIN)));
    return left;
  }

  Optional<Instant> next() {
    return Stream.of(expiring.next(), leaving.next())
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }
}
