package dev.wayleave.coordinator.ask;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.wire.PingRequest;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// HTTP requests to clients ("control to node"): a client answers them on paths such as `/echo`,
/// whichever replica has its stream.
public final class C2n {
  /// Requests are a few hundred bytes; they go out in a frame of the map stream.
  static final int MAX_REQUEST_BYTES = 64 * 1024;

  private final OtherReplicas replicas;
  private final OpenQuestions questions;
  private final Function<NodeId, Optional<Node>> nodes;

  public C2n(
      OtherReplicas replicas, OpenQuestions questions, Function<NodeId, Optional<Node>> nodes) {
    this.replicas = replicas;
    this.questions = questions;
    this.nodes = nodes;
  }

  /// Asks a client that holds a stream here or at another replica.
  ///
  /// @param request an HTTP/1.1 request as bytes
  /// @return an HTTP/1.1 response as bytes; fails with an [IOException] where the client is not
  ///   connected, with a `TimeoutException` where it does not answer in time
  public CompletableFuture<byte[]> ask(NodeId id, byte[] request, Duration timeout) {
    if (request.length > MAX_REQUEST_BYTES) {
      throw new IllegalArgumentException(
          "a request to a client has at most "
              + MAX_REQUEST_BYTES
              + " bytes, not "
              + request.length);
    }
    Optional<MachineKey> machine = nodes.apply(id).map(Node::machineKey);
    if (machine.isEmpty()) {
      return CompletableFuture.failedFuture(new IOException("There is no node " + id + "."));
    }
    CompletableFuture<byte[]> answer = new CompletableFuture<>();
    String question = questions.open(machine.get(), answer::complete);
    PingRequest ping =
        new PingRequest(
            AnswerEndpoint.c2nUrl(question),
            true,
            false,
            "c2n",
            null,
            Base64.getEncoder().encodeToString(request));
    var _ =
        replicas
            .ask(id, ping)
            .thenAccept(sent -> {
              if (!sent) {
                answer.completeExceptionally(
                    new IOException("Node " + id + " is not connected, or is too busy."));
              }
            });
    return answer
        .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .whenComplete((_, _) -> questions.close(question));
  }
}
