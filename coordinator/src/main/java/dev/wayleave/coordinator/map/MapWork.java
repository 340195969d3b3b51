package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Written;
import dev.wayleave.coordinator.state.Publication;
import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.tailnet.model.NodeId;
import java.util.concurrent.CompletableFuture;

/// What the mapper is told.
sealed interface MapWork {
  record Published(Publication publication) implements MapWork {}

  record Opened(MapSession session) implements MapWork {}

  record Closed(MapSession session) implements MapWork {}

  /// Other replicas wrote down who is connected to them, and who carries subnets.
  record Elsewhere(Written news) implements MapWork {}

  /// A router gave a sign of life.
  record Alive(NodeId node, String question) implements MapWork {}

  record Ask(NodeId node, PingRequest question, CompletableFuture<Boolean> sent)
      implements MapWork {}

  /// There is another map of relays.
  record Relays() implements MapWork {}
}
