package dev.wayleave.coordinator.ask;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Where clients answer: `HEAD /machine/ping/ID` as a sign of life, `POST /machine/c2n/ID` with an
/// HTTP response.
///
/// Only the machine that was asked may answer, which its Noise key proves.
@Singleton
public final class AnswerEndpoint implements ControlEndpoint {
  static final String PING = "/machine/ping/";
  static final String C2N = "/machine/c2n/";

  private final OpenQuestions questions;

  public AnswerEndpoint(OpenQuestions questions) {
    this.questions = questions;
  }

  @Override
  public boolean serves(String method, String path) {
    return (method.equals("HEAD") && path.startsWith(PING))
        || (method.equals("POST") && path.startsWith(C2N));
  }

  @Override
  public void handle(ControlExchange exchange) {
    ControlRequest request = exchange.request();
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    Optional<Consumer<byte[]>> question = questions.take(id, request.peer().machineKey());
    if (question.isEmpty()) {
      exchange.answer(ControlAnswer.sentence(404, "Nobody asked this, or no longer."));
      return;
    }
    question.get().accept(request.body());
    exchange.answer(new ControlAnswer(200, "text/plain; charset=utf-8", Map.of(), new byte[0]));
  }

  /// The URL of a sign of life; the host is not looked up, as the answer goes through Noise.
  public static String pingUrl(String id) {
    return "https://unused" + PING + id;
  }

  static String c2nUrl(String id) {
    return "https://unused" + C2N + id;
  }
}
