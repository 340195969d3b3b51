package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.key.NodeKey;

/// Who may use the relay.
@FunctionalInterface
public interface Admission {
  /// Whether a node is one of the tailnet's now. It is asked on event loops, so it does not wait.
  boolean admits(NodeKey key);
}
