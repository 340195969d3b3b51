package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.security.FailureLimit;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.Outcome;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Node;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;

/// Writes down what nodes tell, at a bounded pace: each is a row of the database.
@Singleton
final class Notes {
  private static final int MOST_A_MINUTE = 30;
  private static final String WAIT_SECONDS = "60";
  private static final int LONGEST = 1_000;

  private final TailnetState state;
  private final FailureLimit pace;

  Notes(TailnetState state, InstantSource clock) {
    this.state = state;
    this.pace = new FailureLimit(clock, MOST_A_MINUTE, Duration.ofMinutes(1));
  }

  /// Carries a node's command out and answers; a client that is put off tells it again.
  void write(ControlExchange exchange, Node node, Command<?> command, ControlAnswer done) {
    String machine = node.machineKey().toString();
    if (pace.isExceeded(machine)) {
      exchange.answer(
          new ControlAnswer(
              429,
              "text/plain; charset=utf-8",
              Map.of("retry-after", WAIT_SECONDS),
              "This machine tells too much; wait a minute.\n".getBytes(StandardCharsets.UTF_8)));
      return;
    }
    pace.failed(machine);
    try {
      switch (state.submit(command, Askers.actor(exchange, node)).join()) {
        case Outcome.Done<?> _ -> exchange.answer(done);
        case Outcome.Refused<?> refused ->
            Askers.refuse(exchange, 400, refused.refusal().sentence());
      }
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StateException trouble)) {
        throw e;
      }
      Askers.refuse(exchange, 503, String.valueOf(trouble.getMessage()));
    }
  }

  /// One line of bounded length, without what moves a terminal's cursor.
  static String line(String text) {
    String clean = text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ").strip();
    return clean.length() > LONGEST ? clean.substring(0, LONGEST) + "…" : clean;
  }
}
