package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An exchange that keeps its answer.
final class RecordingExchange implements ControlExchange {
  private final ControlRequest request;
  private final List<Runnable> whenGone = new ArrayList<>();
  private @Nullable ControlAnswer answer;
  private @Nullable RecordingStream stream;

  RecordingExchange(ControlRequest request) {
    this.request = request;
  }

  @Override
  public ControlRequest request() {
    return request;
  }

  @Override
  public void answer(ControlAnswer whole) {
    answer = whole;
  }

  @Override
  public AnswerStream stream(String contentType) {
    RecordingStream begun = new RecordingStream();
    stream = begun;
    return begun;
  }

  @Override
  public void whenGone(Runnable then) {
    whenGone.add(then);
  }

  /// The client goes away.
  void leave() {
    whenGone.forEach(Runnable::run);
  }

  int status() {
    return whole().status();
  }

  String sentence() {
    return new String(whole().body(), StandardCharsets.UTF_8);
  }

  private ControlAnswer whole() {
    if (answer == null) {
      throw new AssertionError("there is no answer");
    }
    return answer;
  }

  /// Whether it was answered with a stream.
  boolean isStreaming() {
    return stream != null;
  }

  RecordingStream stream() {
    if (stream == null) {
      throw new AssertionError("there is no stream but " + (answer == null ? "" : sentence()));
    }
    return stream;
  }
}
