package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.control.ControlRequest;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A request and its answer in memory.
final class FakeExchange implements ControlExchange {
  private static final int PATIENCE_SECONDS = 20;

  private final ControlRequest request;
  private final CompletableFuture<ControlAnswer> answer = new CompletableFuture<>();
  private volatile Runnable gone = () -> {};

  FakeExchange(ControlPeer peer, byte[] body) {
    this.request = new ControlRequest(peer, "POST", "/machine/register", null, body);
  }

  @Override
  public ControlRequest request() {
    return request;
  }

  @Override
  public void answer(ControlAnswer given) {
    if (!answer.complete(given)) {
      throw new AssertionError("answered twice");
    }
  }

  @Override
  public AnswerStream stream(String contentType) {
    throw new AssertionError("registration answers whole");
  }

  @Override
  public void whenGone(Runnable then) {
    gone = then;
  }

  void hangUp() {
    gone.run();
  }

  boolean isAnswered() {
    return answer.isDone();
  }

  ControlAnswer answer() {
    try {
      return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError("no answer within " + PATIENCE_SECONDS + " seconds", e);
    }
  }

  RegisterResponse response() {
    ControlAnswer given = answer();
    if (given.status() != 200) {
      throw new AssertionError(
          given.status() + ": " + new String(given.body(), StandardCharsets.UTF_8));
    }
    try {
      return WireJson.read(given.body(), RegisterResponse.class);
    } catch (WireException e) {
      throw new AssertionError(e);
    }
  }
}
