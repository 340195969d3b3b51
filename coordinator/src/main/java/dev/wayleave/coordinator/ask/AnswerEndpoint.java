package dev.wayleave.coordinator.ask;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlRequest;
import dev.wayleave.protocol.key.MachineKey;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Where clients answer: `HEAD /machine/ping/ID` as a sign of life, `POST /machine/c2n/ID` with an
/// HTTP response.
///
/// Only the machine that was asked may answer, which its Noise key proves. The answer may have come
/// to another replica than asked, which is told of it.
public final class AnswerEndpoint implements ControlEndpoint {
  static final String PING = "/machine/ping/";
  static final String C2N = "/machine/c2n/";

  /// How long a client waits until its answer was handed on.
  private static final Duration HANDED_ON_WITHIN = Duration.ofSeconds(5);

  /// Answers that are being handed on at once: each may be a megabyte long.
  private static final int HANDED_ON = 32;

  private final OpenQuestions questions;
  private final OtherReplicas others;
  private final Predicate<MachineKey> isKnown;
  private final Semaphore places = new Semaphore(HANDED_ON);

  /// @param isKnown whether a machine has a node: nobody else can have been asked anything
  public AnswerEndpoint(
      OpenQuestions questions, OtherReplicas others, Predicate<MachineKey> isKnown) {
    this.questions = questions;
    this.others = others;
    this.isKnown = isKnown;
  }

  @Override
  public boolean serves(String method, String path) {
    return (method.equals("HEAD") && path.startsWith(PING))
        || (method.equals("POST") && path.startsWith(C2N));
  }

  @Override
  public void handle(ControlExchange exchange) throws InterruptedException {
    ControlRequest request = exchange.request();
    String id = request.path().substring(request.path().lastIndexOf('/') + 1);
    Optional<Consumer<byte[]>> question = questions.take(id, request.peer().machineKey());
    if (question.isPresent()) {
      question.get().accept(request.body());
    } else if (!isHandedOn(id, request)) {
      exchange.answer(ControlAnswer.sentence(404, "Nobody asked this, or no longer."));
      return;
    }
    exchange.answer(new ControlAnswer(200, "text/plain; charset=utf-8", Map.of(), new byte[0]));
  }

  private boolean isHandedOn(String id, ControlRequest request) throws InterruptedException {
    QuestionId question = QuestionId.parse(id).orElse(null);
    MachineKey machine = request.peer().machineKey();
    if (question == null || questions.isOurs(question) || !isKnown.test(machine)) {
      return false;
    }
    if (!places.tryAcquire()) {
      return false;
    }
    try {
      return others
          .answer(question, machine, request.body())
          .get(HANDED_ON_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } finally {
      places.release();
    }
  }

  /// The URL of a sign of life; the host is not looked up, as the answer goes through Noise.
  public static String pingUrl(String id) {
    return "https://unused" + PING + id;
  }

  static String c2nUrl(String id) {
    return "https://unused" + C2N + id;
  }
}
