package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.DeviceRows;
import dev.wayleave.coordinator.state.Standing;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Node;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Finds out which node asks, and answers those that may not.
@Singleton
final class Askers {
  private final TailnetState state;
  private final InstantSource clock;

  Askers(TailnetState state, InstantSource clock) {
    this.state = state;
    this.clock = clock;
  }

  /// The node with the named key, if it is on the machine that asks and in the tailnet; otherwise
  /// the answer is given here.
  Optional<Node> member(ControlExchange exchange, NodeKey key) {
    Optional<Node> node =
        DeviceRows.holding(state.image(), key, exchange.request().peer().machineKey());
    if (node.isEmpty()) {
      refuse(exchange, 404, "This node is not known here; log in again with tailscale up.");
      return Optional.empty();
    }
    Instant end = state.image().expiryOf(node.get());
    if (Standing.of(state.image(), node.get()) != Standing.LET_IN
        || (end != null && !clock.instant().isBefore(end))) {
      refuse(exchange, 403, "This node is not let in, or its login has ended.");
      return Optional.empty();
    }
    return node;
  }

  /// Who did what a node tells, for the audit log.
  static Actor actor(ControlExchange exchange, Node node) {
    return new Actor(
        "node " + node.id() + " (" + node.label() + ")", exchange.request().peer().address());
  }

  static void refuse(ControlExchange exchange, int status, String sentence) {
    exchange.answer(ControlAnswer.sentence(status, sentence));
  }
}
