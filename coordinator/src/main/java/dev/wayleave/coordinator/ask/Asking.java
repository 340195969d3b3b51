package dev.wayleave.coordinator.ask;

import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.tailnet.model.NodeId;
import java.util.concurrent.CompletableFuture;

/// Puts questions to clients by way of their map streams.
@FunctionalInterface
public interface Asking {
  /// Sends a question.
  ///
  /// @return whether the client holds a stream here on which it is sent
  CompletableFuture<Boolean> ask(NodeId node, PingRequest question);
}
