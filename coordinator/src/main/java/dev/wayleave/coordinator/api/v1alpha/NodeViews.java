package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.NodeView;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Node;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Shows nodes with what is known of their connections.
@Singleton
final class NodeViews {
  private final TailnetState state;
  private final Supplier<Presence> presence;
  private final InstantSource clock;

  NodeViews(TailnetState state, Supplier<Presence> presence, InstantSource clock) {
    this.state = state;
    this.presence = presence;
    this.clock = clock;
  }

  NodeView of(Node node) {
    Instant end = state.image().expiryOf(node);
    boolean expired = end != null && !clock.instant().isBefore(end);
    return Views.node(node, presence.get(), expired);
  }
}
