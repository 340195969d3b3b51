package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.NodeView;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.tailnet.model.Node;
import jakarta.inject.Singleton;
import java.util.function.Supplier;

/// Shows nodes with what is known of their connections.
@Singleton
final class NodeViews {
  private final Supplier<Presence> presence;

  NodeViews(Supplier<Presence> presence) {
    this.presence = presence;
  }

  NodeView of(Node node) {
    return Views.node(node, presence.get());
  }
}
